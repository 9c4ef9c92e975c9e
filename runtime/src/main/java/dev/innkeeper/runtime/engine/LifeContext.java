package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.TaskDecorator;
import dev.innkeeper.runtime.thread.Callbacks;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A service's view of its host, in one of its lives; and the port behind it. */
final class LifeContext implements ServiceContext, HostPort {

  private final Engine engine;
  private final LifeThread life;
  private final Signal stop;
  private final Callbacks hooks = new Callbacks();

  /** Those that were registered before the stop: written when it is asked for. */
  private volatile List<Runnable> taken = List.of();

  /** The service finishes what it has accepted. */
  private volatile boolean drains;

  LifeContext(Engine engine, LifeThread life) {
    this.engine = engine;
    this.life = life;
    this.stop = new Signal(engine.time());
  }

  /** Wakes everything that waits for the stop. Returns whether there are hooks to be run. */
  boolean askToStop() {
    stop.raise();
    List<Runnable> registered = hooks.happen();
    if (!registered.isEmpty()) {
      taken = registered;
    }
    return !taken.isEmpty();
  }

  /** Those that were registered before the stop, once. */
  List<Runnable> takeHooks() {
    List<Runnable> all = taken;
    taken = List.of();
    return all;
  }

  boolean isDraining() {
    return drains;
  }

  /** All run: what one throws is a failure, and keeps nothing from the others. */
  void runHook(Runnable hook) {
    try {
      hook.run();
    } catch (Throwable t) {
      Caught failure = new Caught(t, "in a hook for its stop");
      engine.inbox().tell(new Message.HookFailed(life.service(), life.number(), failure));
      failure.awaitJudgement(engine);
    }
  }

  // ---- for users

  @Override
  public String name() {
    return life.plan().name();
  }

  @Override
  public ApplicationLifetime lifetime() {
    return engine.lifetime();
  }

  @Override
  public TimeSource timeSource() {
    return engine.time();
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
    if (!hooks.add(hook)) {
      runHook(hook);
    }
  }

  @Override
  public void ready() {
    engine.inbox().tell(new Message.Ready(life.service(), life.number()));
  }

  @Override
  public void fail(Throwable failure) {
    Caught caught = new Caught(Objects.requireNonNull(failure, "failure"), "and said so");
    engine.inbox().tell(new Message.Failed(life.service(), life.number(), caught));
    caught.awaitJudgement(engine);
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
    return builder.timeSource(engine.time()).until(stop).build();
  }

  @Override
  public CalendarTimer timer(CalendarTimer.Builder builder) {
    return builder.timeSource(engine.time()).until(stop).build();
  }

  @Override
  public TaskScope openScope(String scopeName) {
    String full = threadName() + "/" + Objects.requireNonNull(scopeName, "name");
    return life.workplace().with(() -> TaskScope.open(full));
  }

  // ---- for services of our own

  @Override
  public String host() {
    return engine.plan().name();
  }

  @Override
  public String threadName() {
    return life.threadName();
  }

  @Override
  public long seed() {
    return engine.plan().randomSeed() + life.service();
  }

  @Override
  public boolean wantsPlatformThreads() {
    return life.plan().platformThreads();
  }

  @Override
  public void drains() {
    drains = true;
  }

  @Override
  public long interruptAt() {
    return engine.clock().toSource(life.interruptAt());
  }

  @Override
  public <T extends @Nullable Object> T job(Callable<T> code) throws Exception {
    return engine.surroundings().decoration().call(name(), TaskDecorator.Kind.JOB, code);
  }

  @Override
  public ThreadScope openThreads(String scopeName) {
    return ThreadScope.open(threadName() + "/" + scopeName);
  }

  @Override
  public Alarm setAlarm(long due, Runnable action) {
    return engine.deadlines().set(engine.clock().fromSource(due), action)::cancel;
  }

  @Override
  public void orderInterrupt(Runnable interrupt) {
    engine.helpers().help(interrupt);
  }

  @Override
  public void tell(HostEvent event) {
    engine.events().tell(event);
  }

  @Override
  public void jobEnded(String outcome, Duration took) {
    engine.events().jobEnded(name(), outcome, took);
  }

  @Override
  public void jobFailed(JobFailed event, boolean observed) {
    engine.events().jobFailed(event, observed);
  }

  @Override
  public void jobCallbackFailed(Throwable thrown) {
    engine.events().log().jobCallbackFailed(name(), thrown);
  }

  @Override
  public void jobEndedLate() {
    engine.events().log().jobEndedLate(name());
  }

  @Override
  public void runEndedLate(long run) {
    engine.events().log().runEndedLate(name(), run);
  }

  @Override
  public void handedBack(int jobs) {
    engine.events().log().handedBack(name(), jobs);
  }

  @Override
  public String toString() {
    return "ServiceContext[" + threadName() + (isStopping() ? ", stopping]" : "]");
  }
}
