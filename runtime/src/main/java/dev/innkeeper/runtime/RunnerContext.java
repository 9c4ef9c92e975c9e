package dev.innkeeper.runtime;

import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service's view of its host, and what the host knows of the service through it. */
final class RunnerContext implements ServiceContext {

  private final ServiceRunner runner;
  private final HostCore core;
  private final TimeSource time;
  private final Runnable onReady;
  private final Consumer<Throwable> onFail;
  private final Consumer<Runnable> hookRunner;
  private final LongSupplier interruptAt;
  private final Signal stop;

  /** Scopes that are open, each added and removed by its owner. */
  private final Set<TaskScope> scopes = ConcurrentHashMap.newKeySet();

  /** Guards {@link #hooks}; not held while one runs. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Runnable> hooks = new ArrayList<>();

  RunnerContext(
      ServiceRunner runner,
      HostCore core,
      Runnable onReady,
      Consumer<Throwable> onFail,
      Consumer<Runnable> hookRunner,
      LongSupplier interruptAt) {
    this.runner = runner;
    this.core = core;
    this.time = core.time();
    this.onReady = onReady;
    this.onFail = onFail;
    this.hookRunner = hookRunner;
    this.interruptAt = interruptAt;
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
    List<Thread> children =
        scopes.stream()
            .filter(scope -> scope.isAwaitedBy(thread))
            .flatMap(TaskScope::threads)
            .toList();
    return children.isEmpty() ? Stream.of(thread) : children.stream().flatMap(this::stuckBehind);
  }

  // ---- for services of our own

  String threadName() {
    return runner.threadName();
  }

  HostNews news() {
    return core.news();
  }

  /** What is to be random for this service is drawn from this. */
  long seed() {
    return core.config().randomSeed() + runner.number();
  }

  /** Makes a call for the service, with what is put around each. */
  <T extends @Nullable Object> T decorated(TaskDecorator.Kind kind, Callable<T> code)
      throws Exception {
    return core.config().decoration().call(name(), kind, code);
  }

  /** Has {@code action} run on the host thread when {@code due} has come. */
  AlarmClock.Alarm setAlarm(long due, Runnable action) {
    return core.setAlarm(due, action);
  }

  void cancelAlarm(AlarmClock.Alarm alarm) {
    core.monitor().run(() -> core.cancel(alarm));
  }

  /** Once it was asked to stop: when its work is interrupted, if nothing hurries it. */
  long interruptAt() {
    return interruptAt.getAsLong();
  }

  boolean wantsPlatformThreads() {
    return runner.spec().platformThreads();
  }

  /** On the host thread: has {@code interrupt} run on another, where it may wait. */
  void orderInterrupt(Runnable interrupt) {
    core.orderInterrupt(interrupt);
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
    return TaskScope.open(
        threadName() + "/" + Objects.requireNonNull(scopeName, "name"),
        time,
        Inherited.fromThisThread().at(runner.workplace()),
        scopes);
  }

  @Override
  public String toString() {
    return "ServiceContext[" + threadName() + (isStopping() ? ", stopping]" : "]");
  }
}
