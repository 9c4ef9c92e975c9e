package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A host in which somebody calls {@code System.exit(7)}, between two services that are to be
 * stopped all the same; one takes 300 ms for it. The deadline is the default, 25 s.
 */
public final class ExitProgram {

  /** Who of them exits in the middle of a stop, which is requested for that. */
  private static final List<String> IN_A_STOP =
      List.of("onStopping", "stopping", "stop hook", "stop", "stopped", "onStopped", "main");

  private final String where;
  private final CountDownLatch started;
  private final JobQueue<String, Void> exiting =
      JobQueue.<String>builder("exits", item -> exit())
          .workers(2)
          .onHandBack(items -> System.out.println("back: " + items))
          .build();

  private ExitProgram(String where) {
    this.where = where;
    this.started = new CountDownLatch(where.contains("two hosts") ? 2 : 1);
  }

  public static void main(String[] args) throws InterruptedException {
    new ExitProgram(args[0]).run();
    System.out.println("main ends");
  }

  private void run() throws InterruptedException {
    if (where.contains("two hosts")) {
      Host q = Host.builder("q").add("slow", new Slow()).build();
      q.lifetime().onStarted(started::countDown);
      Thread other = new Thread(() -> run(q));
      other.start();
      run(host());
      other.join();
    } else {
      run(host());
    }
    if (where.equals("main")) {
      exit();
    }
  }

  private static void run(Host host) {
    System.out.println(host.run().summary().replaceAll(" in .*:", ":"));
  }

  private static void exit() {
    System.out.println("EXIT " + System.currentTimeMillis());
    System.exit(7);
  }

  private Host host() {
    HostBuilder builder = Host.builder("p").add("slow", new Slow());
    addExit(builder);
    Host host = builder.add("last", new Announced("last")).build();
    host.lifetime().onStarted(started::countDown);
    if (IN_A_STOP.contains(where)) {
      host.lifetime().onStarted(host.lifetime()::requestStop);
    }
    switch (where) {
      case "onStarted" -> host.lifetime().onStarted(ExitProgram::exit);
      case "job of a queue" -> host.lifetime().onStarted(() -> exiting.trySubmit("job"));
      case "onStopping" -> host.lifetime().onStopping(ExitProgram::exit);
      case "onStopped" -> host.lifetime().onStopped(ExitProgram::exit);
      case "stop on a signal" -> host.lifetime().onStarted(() -> System.out.println("READY"));
      default -> {}
    }
    return host;
  }

  private void addExit(HostBuilder builder) {
    switch (where) {
      case "supplier" -> builder.add("exits", this::exitInsteadOfSupplying);
      case "execute", "execute in one of two hosts" ->
          builder.background("exits", this::exitWhenStarted);
      case "execute, observed" -> builder.add("exits", new ExitingWorker(started));
      case "execute on a platform thread" ->
          builder.background("exits", this::exitWhenStarted, ServiceOptions::platformThreads);
      case "child" -> builder.background("exits", this::exitInAChild);
      case "run of a job" ->
          builder.recurring(
              "exits",
              RecurringJob.every(Duration.ofDays(1))
                  .initialRun()
                  .build(run -> exitWhenStarted(run.context())));
      case "job of a queue" -> builder.queue(exiting);
      case "stop hook" ->
          builder.background("exits", context -> context.onStopRequested(ExitProgram::exit));
      case "two hosts" -> builder.background("signal", this::sayWhenStarted);
      case "listener" ->
          builder
              .add("exits", new Announced("exits"))
              .listener(event -> {
                if (event instanceof HostEvent.HostStarted) {
                  exit();
                }
              });
      default -> builder.add("exits", new Exiting(where.replace(" on a signal", "")));
    }
  }

  private HostedService exitInsteadOfSupplying() {
    exit();
    throw new AssertionError();
  }

  private void exitWhenStarted(ServiceContext context) throws InterruptedException {
    started.await();
    exit();
  }

  private void exitInAChild(ServiceContext context) throws Exception {
    started.await();
    try (TaskScope scope = context.openScope("children")) {
      scope.fork(() -> {
        exit();
        return null;
      });
      scope.join();
    }
  }

  private void sayWhenStarted(ServiceContext context) throws InterruptedException {
    started.await();
    System.out.println("READY");
    context.awaitStop();
  }

  private static class Announced implements HostedService {

    private final String name;

    Announced(String name) {
      this.name = name;
    }

    @Override
    public void start(ServiceContext context) {}

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      System.out.println(name + " stopped");
    }
  }

  private static final class Slow extends Announced {

    Slow() {
      super("slow");
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      Thread.sleep(Duration.ofMillis(300));
      super.stop(context);
    }
  }

  /** In its work; it is told all the same when all have stopped. */
  private record ExitingWorker(CountDownLatch started)
      implements BackgroundService, HostedLifecycleService {

    @Override
    public void start(ServiceContext context) {}

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      started.await();
      exit();
    }

    @Override
    public void stopped(ServiceContext context) {
      System.out.println("exits observes the end");
    }
  }

  /** In one of the calls that a host makes to a service. */
  private record Exiting(String where) implements HostedLifecycleService {

    @Override
    public void starting(ServiceContext context) {
      exitIf("starting");
    }

    @Override
    public void start(ServiceContext context) {
      exitIf("start");
    }

    @Override
    public void started(ServiceContext context) {
      exitIf("started");
    }

    @Override
    public void stopping(ServiceContext context) {
      exitIf("stopping");
    }

    @Override
    public void stop(ServiceContext context) {
      exitIf("stop");
    }

    @Override
    public void stopped(ServiceContext context) {
      exitIf("stopped");
    }

    private void exitIf(String here) {
      if (where.equals(here)) {
        exit();
      }
    }
  }
}
