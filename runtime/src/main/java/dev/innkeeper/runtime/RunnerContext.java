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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A service's view of its host, and what the host knows of the service through it. */
final class RunnerContext implements ServiceContext {

  private final String name;
  private final String threadName;
  private final ApplicationLifetime lifetime;
  private final TimeSource time;
  private final Workplace workplace;
  private final Runnable onReady;
  private final Consumer<Throwable> onFail;
  private final Consumer<Runnable> hookRunner;
  private final Signal stop;

  /** Scopes that are open, each added and removed by its owner. */
  private final Set<TaskScope> scopes = ConcurrentHashMap.newKeySet();

  /** Guards {@link #hooks}; not held while one runs. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Runnable> hooks = new ArrayList<>();

  RunnerContext(
      String name,
      String threadName,
      ApplicationLifetime lifetime,
      TimeSource time,
      Workplace workplace,
      Runnable onReady,
      Consumer<Throwable> onFail,
      Consumer<Runnable> hookRunner) {
    this.name = name;
    this.threadName = threadName;
    this.lifetime = lifetime;
    this.time = time;
    this.workplace = workplace;
    this.onReady = onReady;
    this.onFail = onFail;
    this.hookRunner = hookRunner;
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

  @Override
  public String name() {
    return name;
  }

  @Override
  public ApplicationLifetime lifetime() {
    return lifetime;
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
        threadName + "/" + Objects.requireNonNull(scopeName, "name"),
        time,
        Inherited.fromThisThread().at(workplace),
        scopes);
  }

  @Override
  public String toString() {
    return "ServiceContext[" + threadName + (isStopping() ? ", stopping]" : "]");
  }
}
