package dev.innkeeper.runtime;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.TaskDecorator;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service's view of its host, and what the host knows of the service through it. */
final class RunnerContext implements ServiceContext, HostPort {

  private final ServiceRunner runner;
  private final HostCore core;
  private final TimeSource time;
  private final Runnable onReady;
  private final Consumer<Throwable> onFail;
  private final Consumer<Runnable> hookRunner;
  private final LongSupplier interruptAt;
  private final Runnable onDrain;
  private final Signal stop;

  /** Guards {@link #hooks}; not held while one runs. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Runnable> hooks = new ArrayList<>();

  RunnerContext(
      ServiceRunner runner,
      HostCore core,
      Runnable onReady,
      Consumer<Throwable> onFail,
      Consumer<Runnable> hookRunner,
      LongSupplier interruptAt,
      Runnable onDrain) {
    this.runner = runner;
    this.core = core;
    this.time = core.time();
    this.onReady = onReady;
    this.onFail = onFail;
    this.hookRunner = hookRunner;
    this.interruptAt = interruptAt;
    this.onDrain = onDrain;
    this.stop = new Signal(time);
  }

  /** Wakes everything that waits for the stop. Takes no lock. */
  void askToStop() {
    stop.raise();
  }

  /** Those registered before the stop, once. */
  List<Runnable> takeHooks() {
    lock.lock();
    try {
      List<Runnable> taken = List.copyOf(hooks);
      hooks.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** {@code thread}, or if it waits for the threads of a scope that it opened, those. */
  Stream<Thread> stuckBehind(Thread thread) {
    return runner.workplace().scopes().stuckBehind(thread);
  }

  // ---- for services of our own

  @Override
  public String host() {
    return core.name();
  }

  @Override
  public String threadName() {
    return runner.threadName();
  }

  @Override
  public long seed() {
    return core.config().randomSeed() + runner.number();
  }

  @Override
  public boolean wantsPlatformThreads() {
    return runner.spec().platformThreads();
  }

  @Override
  public void drains() {
    onDrain.run();
  }

  @Override
  public long interruptAt() {
    return interruptAt.getAsLong();
  }

  @Override
  public <T extends @Nullable Object> T job(Callable<T> code) throws Exception {
    return core.surroundings().decoration().call(name(), TaskDecorator.Kind.JOB, code);
  }

  @Override
  public ThreadScope openThreads(String scopeName) {
    return ThreadScope.open(threadName() + "/" + scopeName);
  }

  @Override
  public Alarm setAlarm(long due, Runnable action) {
    AlarmClock.Alarm alarm = core.setAlarm(due, action);
    return () -> core.monitor().run(() -> core.cancel(alarm));
  }

  @Override
  public void orderInterrupt(Runnable interrupt) {
    core.orderInterrupt(interrupt);
  }

  @Override
  public void tell(HostEvent event) {
    core.news().tell(event);
  }

  @Override
  public void jobEnded(String outcome, Duration took) {
    core.news().jobEnded(name(), outcome, took);
  }

  @Override
  public void jobFailed(JobFailed event, boolean observed) {
    core.news().jobFailed(event, observed);
  }

  @Override
  public void jobCallbackFailed(Throwable thrown) {
    core.news().log().jobCallbackFailed(name(), thrown);
  }

  @Override
  public void jobEndedLate() {
    core.news().log().jobEndedLate(name());
  }

  @Override
  public void runEndedLate(long run) {
    core.news().log().runEndedLate(name(), run);
  }

  @Override
  public void handedBack(int jobs) {
    core.news().log().handedBack(name(), jobs);
  }

  // ---- for users

  @Override
  public String name() {
    return runner.name();
  }

  @Override
  public ApplicationLifetime lifetime() {
    return core.lifetime();
  }

  @Override
  public TimeSource timeSource() {
    return time;
  }

  @Override
  public boolean isStopping() {
    return stop.isRaised();
  }

  @Override
  public void awaitStop() throws InterruptedException {
    stop.await();
  }

  @Override
  public boolean awaitStop(Duration timeout) throws InterruptedException {
    return stop.await(timeout);
  }

  @Override
  public void onStopping(Runnable hook) {
    Objects.requireNonNull(hook, "hook");
    lock.lock();
    try {
      if (!stop.isRaised()) {
        hooks.add(hook);
        return;
      }
    } finally {
      lock.unlock();
    }
    hookRunner.accept(hook);
  }

  @Override
  public void ready() {
    onReady.run();
  }

  @Override
  public void fail(Throwable failure) {
    onFail.accept(Objects.requireNonNull(failure, "failure"));
  }

  @Override
  public PeriodicTimer timer(Duration period) {
    return timer(PeriodicTimer.builder(period));
  }

  @Override
  public CalendarTimer timer(Schedule schedule) {
    return timer(CalendarTimer.builder(schedule));
  }

  @Override
  public PeriodicTimer timer(PeriodicTimer.Builder builder) {
    return builder.timeSource(time).until(stop).build();
  }

  @Override
  public CalendarTimer timer(CalendarTimer.Builder builder) {
    return builder.timeSource(time).until(stop).build();
  }

  @Override
  public TaskScope openScope(String scopeName) {
    String full = threadName() + "/" + Objects.requireNonNull(scopeName, "name");
    return runner.workplace().with(() -> TaskScope.open(full));
  }

  @Override
  public String toString() {
    return "ServiceContext[" + threadName() + (isStopping() ? ", stopping]" : "]");
  }
}
