package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandler;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fakes of what a service is given, as a user writes them by hand for a unit test: none of these
 * tests needs a host.
 */
class FakeContextTest {

  private final List<String> trail = new ArrayList<>();

  /** As a user writes it. */
  private final class Context implements ServiceContext, ApplicationLifetime {

    private final List<Runnable> hooks = new ArrayList<>();
    private boolean stopRequested;

    void requestStopOfService() {
      stopRequested = true;
      hooks.forEach(Runnable::run);
    }

    @Override
    public String name() {
      return "inbox";
    }

    @Override
    public ApplicationLifetime lifetime() {
      return this;
    }

    @Override
    public TimeSource timeSource() {
      return TimeSource.system();
    }

    @Override
    public boolean isStopRequested() {
      return stopRequested;
    }

    @Override
    public void awaitStop() {
      requestStopOfService();
    }

    @Override
    public boolean awaitStop(Duration timeout) {
      trail.add("waits " + timeout);
      return stopRequested;
    }

    @Override
    public void onStopRequested(Runnable hook) {
      hooks.add(hook);
    }

    @Override
    public void ready() {
      trail.add("ready");
    }

    @Override
    public void fail(Throwable failure) {
      trail.add("failed: " + failure.getMessage());
    }

    @Override
    public PeriodicTimer timer(Duration period) {
      return PeriodicTimer.every(period);
    }

    @Override
    public CalendarTimer timer(Schedule schedule) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PeriodicTimer timer(PeriodicTimer.Builder builder) {
      return builder.build();
    }

    @Override
    public CalendarTimer timer(CalendarTimer.Builder builder) {
      return builder.build();
    }

    @Override
    public TaskScope openScope(String name) {
      return TaskScope.open(name);
    }

    @Override
    public void onStarted(Runnable callback) {
      callback.run();
    }

    @Override
    public void onStopping(Runnable callback) {
      hooks.add(callback);
    }

    @Override
    public void onStopped(Runnable callback) {}

    @Override
    public void requestStop() {
      trail.add("the host is asked to stop");
    }
  }

  @Test
  void aContextIsEnoughToTestAWorker() throws Exception {
    Context context = new Context();
    BackgroundService worker =
        given -> {
          given.ready();
          given.onStopRequested(() -> trail.add("hook"), IllegalStateException.class);
          while (!given.awaitStop(Duration.ofSeconds(2))) {
            trail.add("polls");
            context.requestStopOfService();
          }
          given.lifetime().requestStop();
          given.fail(new IllegalStateException("late"));
        };
    worker.execute(context);
    assertEquals(
        List.of(
            "ready",
            "waits PT2S",
            "polls",
            "hook",
            "waits PT2S",
            "the host is asked to stop",
            "failed: late"),
        trail);
  }

  @Test
  void aQueueInAContextThatIsNotAHostsSaysSo() {
    JobQueue<String, Void> queue = JobQueue.builder("mails", (String mail) -> {}).build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> queue.start(new Context()));
    assertTrue(refused.getMessage().startsWith("queue 'mails' works in a host, and "));
  }

  @Test
  void aRecurringJobInAContextThatIsNotAHostsSaysSo() {
    RecurringJob job = RecurringJob.every(Duration.ofSeconds(1)).build(run -> {});
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> job.start(new Context()));
    assertTrue(refused.getMessage().startsWith("a recurring job works in a host, and "));
  }

  private record Call(String service, ServiceInterceptor.Kind kind, List<String> trail)
      implements ServiceInterceptor.Invocation {
    @Override
    public void proceed() {
      trail.add("proceeds to " + kind + " of " + service);
    }
  }

  @Test
  void anInvocationIsEnoughToTestAnInterceptor() throws Exception {
    ServiceInterceptor interceptor =
        invocation -> {
          trail.add("before");
          invocation.proceed();
          trail.add("after");
        };
    interceptor.intercept(new Call("inbox", ServiceInterceptor.Kind.EXECUTE, trail));
    assertEquals(List.of("before", "proceeds to EXECUTE of inbox", "after"), trail);
  }

  private record Run(ServiceContext context, long number, RunTrigger trigger, Instant scheduled)
      implements JobRun {}

  @Test
  void aRunIsEnoughToTestTheBodyOfAJob() throws Exception {
    RecurringJob.Body body =
        run -> trail.add(run.context().name() + " " + run.number() + " " + run.scheduled());
    body.run(new Run(new Context(), 3, RunTrigger.REQUEST, Instant.EPOCH));
    assertEquals(List.of("inbox 3 1970-01-01T00:00:00Z"), trail);
  }

  private record Try(String id, ServiceContext context, int number) implements JobAttempt {}

  @Test
  void anAttemptIsEnoughToTestAHandler() throws Exception {
    JobHandler<String, String> handler =
        (item, attempt) -> item + " by " + attempt.context().name() + ", " + attempt.number();
    assertEquals("mail by inbox, 2", handler.handle("mail", new Try("test#1", new Context(), 2)));
  }
}
