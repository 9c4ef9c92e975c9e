package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Programs around a host, for what only a process can show: exit codes, signals, last lines. */
public final class RunProgram {

  private RunProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "until-signal" -> runUntilSignal();
      case "signal-while-starting" -> runWithAStartThatHangs();
      case "crash" -> runWithAWorkerThatFails();
      case "completes" -> runUntilRequested();
      case "embedded" -> startAndForget();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static HostedService announced(String name) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {
        System.out.println(name + " started");
      }

      @Override
      public void stop(ServiceContext context) {
        System.out.println(name + " stopped");
      }
    };
  }

  private static void runUntilSignal() {
    try (AutoCloseable pool = () -> System.out.println("pool closed")) {
      System.out.println("pool open " + (pool != null));
      Host host = Host.builder("p").add("a", announced("a")).add("b", announced("b")).build();
      host.lifetime().onStarted(() -> System.out.println("READY"));
      StopReport report = host.run();
      System.out.println("clean " + report.clean());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    System.out.println("main ends");
  }

  private static void runWithAStartThatHangs() {
    Host host =
        Host.builder("p")
            .add("a", announced("a"))
            .add(
                "hangs",
                context -> {
                  System.out.println("READY");
                  new CountDownLatch(1).await();
                })
            .build();
    System.out.println("clean " + host.run().clean());
  }

  private static void runWithAWorkerThatFails() {
    Host host =
        Host.builder("p")
            .add("a", announced("a"))
            .background(
                "w",
                context -> {
                  throw new IllegalStateException("the cause");
                })
            .build();
    host.run();
  }

  /** Would hang until it is killed if the host's hook were still there: main cannot end then. */
  private static void runUntilRequested() {
    Host host =
        Host.builder("p")
            .shutdownTimeout(Duration.ofMinutes(10))
            .background("w", context -> context.lifetime().requestStop())
            .build();
    System.out.println("clean " + host.run().clean());
    System.exit(3);
  }

  private static void startAndForget() {
    Host host = Host.builder("p").background("w", ServiceContext::awaitStop).build();
    host.start();
    System.out.println("main ends while ready: " + host.isReady());
  }
}
