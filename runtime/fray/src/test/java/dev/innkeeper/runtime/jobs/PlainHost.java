package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** As much of a host as jobs need in a story, with platform threads, and nobody who is told. */
final class PlainHost implements ServiceContext, HostPort {

  private final Interruptible work = new Interruptible();
  private volatile boolean stopRequested;
  private volatile @Nullable Throwable failure;

  void requestStop() {
    stopRequested = true;
  }

  void assertNothingHasFailed() {
    assertNull(failure, "the service has failed");
  }

  // ---- the context

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public ApplicationLifetime lifetime() {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean awaitStop(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onStopRequested(Runnable hook) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ready() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void fail(Throwable thrown) {
    failure = thrown;
  }

  @Override
  public PeriodicTimer timer(Duration period) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CalendarTimer timer(Schedule schedule) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PeriodicTimer timer(PeriodicTimer.Builder builder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CalendarTimer timer(CalendarTimer.Builder builder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TaskScope openScope(String name) {
    throw new UnsupportedOperationException();
  }

  // ---- the port

  @Override
  public String hostName() {
    return "plain";
  }

  @Override
  public String threadName() {
    return "plain/jobs";
  }

  @Override
  public long seed() {
    return 1;
  }

  @Override
  public Thread.Builder newThread(String name) {
    return Thread.ofPlatform().name(name);
  }

  @Override
  public void drains() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Interruptible work() {
    return work;
  }

  /** Not in this story. */
  @Override
  public long interruptAt() {
    return System.nanoTime() + TimeUnit.HOURS.toNanos(1);
  }

  @Override
  public @Nullable JobContext capture() {
    return null;
  }

  @Override
  public <T extends @Nullable Object> T job(
      Callable<T> code, Object of, @Nullable JobContext context) throws Exception {
    return code.call();
  }

  @Override
  public void healthOfJobs(Health now) {}

  @Override
  public ThreadScope openThreads(String name) {
    return ThreadScope.open(name);
  }

  @Override
  public Alarm setAlarm(long due, Runnable action) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void orderInterrupt(Runnable interrupt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void tell(HostEvent event) {}

  @Override
  public void jobEnded(String outcome, Supplier<Duration> took) {}

  @Override
  public void jobFailed(HostEvent.JobFailed event, boolean taken) {
    failure = event.failure();
  }

  @Override
  public void jobRetrying(HostEvent.JobRetrying event) {}

  @Override
  public void jobCallbackFailed(String job, Throwable thrown) {
    failure = thrown;
  }

  @Override
  public void jobEndedLate(String job) {}

  @Override
  public void noSpareWorker(int spareWorkers) {}

  @Override
  public void runEndedLate(long run) {}

  @Override
  public void handedBack(int jobs) {}

  @Override
  public void runsInterrupted(int runs) {}
}
