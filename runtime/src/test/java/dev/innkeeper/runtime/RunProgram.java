package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
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
      case "exit-after-run" -> runAndExit();
      case "busy" -> stopABusyService();
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
    CountDownLatch started = new CountDownLatch(1);
    Host host =
        Host.builder("p")
            .add("a", announced("a"))
            .background(
                "w",
                context -> {
                  started.await();
                  throw new IllegalStateException("the cause");
                })
            .build();
    host.lifetime().onStarted(started::countDown);
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

  /** After a signal, main is in System.exit when the hook waits for it to end. */
  private static void runAndExit() {
    Host host = Host.builder("p").shutdownTimeout(Duration.ofMinutes(10)).build();
    host.lifetime().onStarted(() -> System.out.println("READY"));
    host.run();
    System.out.println("main exits");
    System.exit(0);
  }

  /** To be run with one carrier: the work holds it, and looks whether it is asked to stop. */
  private static void stopABusyService() throws InterruptedException {
    Host host =
        Host.builder("p")
            .shutdownTimeout(Duration.ofMinutes(10))
            .background(
                "busy",
                context -> {
                  while (!context.isStopRequested()) {
                    Thread.onSpinWait();
                  }
                })
            .build();
    host.start();
    System.out.println("clean " + host.stop().clean());
  }

  private static void startAndForget() {
    Host host = Host.builder("p").background("w", ServiceContext::awaitStop).build();
    host.start();
    System.out.println("main ends while ready: " + host.isReady());
  }
}
