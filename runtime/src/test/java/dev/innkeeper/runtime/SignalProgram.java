package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A host that says what it does, and at which points it wants a signal: at lines that begin with
 * SIGNAL. Its deadline is too far away to help it out.
 */
public final class SignalProgram {

  private SignalProgram() {}

  public static void main(String[] args) {
    System.out.println("main begins");
    try (AutoCloseable pool = SignalProgram::closePool) {
      run(args[0], pool);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    System.out.println("main ends");
  }

  /** It takes longer than the JVM would, if nobody waited for main. */
  private static void closePool() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(300));
    System.out.println("pool closed");
  }

  private static void run(String when, AutoCloseable pool) throws InterruptedException {
    Host host = host(when);
    StopReport report = host.run();
    System.out.println("clean " + report.clean() + ", " + (pool == null ? "no " : "") + "pool");
    if (when.equals("after the stop")) {
      System.out.println("SIGNAL");
      new CountDownLatch(1).await();
    }
  }

  private static Host host(String when) {
    HostBuilder builder =
        Host.builder("p").shutdownTimeout(Duration.ofMinutes(10)).add("a", new Announced("a"));
    return switch (when) {
      case "during start" -> builder.add("b", new Hanging()).build();
      case "while running" -> running(builder);
      case "during a stop by a signal" -> builder.add("b", new StoppingOn("handler", 2)).build();
      case "during a stop on request" -> requested(builder);
      case "after the stop" -> {
        Host host = builder.build();
        host.lifetime().onStarted(host.lifetime()::requestStop);
        yield host;
      }
      default -> throw new IllegalArgumentException(when);
    };
  }

  private static Host running(HostBuilder builder) {
    Host host =
        builder
            .add("b", new Announced("b"))
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  System.out.println("w ends");
                })
            .build();
    host.lifetime().onStarted(() -> System.out.println("SIGNAL"));
    return host;
  }

  private static Host requested(HostBuilder builder) {
    Host host = builder.add("b", new StoppingOn("shutdown-hook", 1)).build();
    host.lifetime().onStarted(host.lifetime()::requestStop);
    return host;
  }

  private static class Announced implements HostedService {

    private final String name;

    Announced(String name) {
      this.name = name;
    }

    @Override
    public void start(ServiceContext context) throws InterruptedException {
      System.out.println(name + " started");
    }

    @Override
    public void stop(ServiceContext context) {
      System.out.println(name + " stopped");
    }
  }

  /** It starts until it is interrupted. */
  private static final class Hanging extends Announced {

    Hanging() {
      super("b");
    }

    @Override
    public void start(ServiceContext context) throws InterruptedException {
      try {
        System.out.println("SIGNAL");
        new CountDownLatch(1).await();
      } finally {
        System.out.println("b gives up its start");
      }
    }
  }

  /** Its stop lasts until the signal has arrived, which shows in the JVM's threads. */
  private static final class StoppingOn extends Announced {

    private final String threads;
    private final int number;

    StoppingOn(String threads, int number) {
      super("b");
      this.threads = threads;
      this.number = number;
    }

    @Override
    public void start(ServiceContext context) throws InterruptedException {
      super.start(context);
      if (number == 2) {
        context.lifetime().onStarted(() -> System.out.println("SIGNAL"));
      }
    }

    @Override
    public void stop(ServiceContext context) {
      System.out.println("SIGNAL, b stops");
      while (!hasArrived()) {
        Thread.onSpinWait();
      }
      super.stop(context);
    }

    private boolean hasArrived() {
      return Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().endsWith(threads))
              .count()
          == number;
    }
  }
}
