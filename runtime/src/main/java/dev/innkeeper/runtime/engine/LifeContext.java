package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.HealthSource;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.runtime.thread.Callbacks;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.Interruptions;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service's view of its host, in one of its lives; and the port behind it. */
final class LifeContext implements ServiceContext, HostPort {

  private static final AtomicReferenceFieldUpdater<LifeContext, @Nullable Begun> BEGUN =
      AtomicReferenceFieldUpdater.newUpdater(LifeContext.class, Begun.class, "begun");

  /** A hook that has begun, and what the work may end by because of it; and those before it. */
  private record Begun(List<Class<?>> endsBy, @Nullable Begun before) {

    boolean names(Throwable thrown) {
      for (Begun b = this; b != null; b = b.before) {
        if (b.endsBy.stream().anyMatch(each -> each.isInstance(thrown))) {
          return true;
        }
      }
      return false;
    }
  }

  private final Engine engine;
  private final LifeThread life;
  private final Signal stop;
  private final Callbacks hooks = new Callbacks();

  /** Written in the drain in which its life begins. */
  private volatile OptionalLong fencingToken = OptionalLong.empty();

  /** The hook that has begun last; null: none has. */
  private volatile @Nullable Begun begun;

  /** Those that were registered before the stop: written when it is asked for. */
  private volatile List<Runnable> taken = List.of();

  /**
   * The service finishes what it has accepted. It is one of ours, which all say if they are ready.
   */
  private volatile boolean drains;

  private final LastWord<Health> ownHealth =
      new LastWord<>(Health.up(), now -> tell(HealthSource.SERVICE, now));

  LifeContext(Engine engine, LifeThread life) {
    this.engine = engine;
    this.life = life;
    this.stop = new Signal(engine.time());
  }

  /** Its life begins, by a lease that has this token. */
  void begins(OptionalLong token) {
    fencingToken = token;
  }

  /** Wakes everything that waits for the stop. */
  void askToStop() {
    stop.raise();
    List<Runnable> registered = hooks.happen();
    if (!registered.isEmpty()) {
      taken = registered;
    }
  }

  /** Whether there are hooks to be run, once it was asked to stop. */
  boolean hasHooks() {
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
    begins(List.of());
    try {
      hook.run();
    } catch (Throwable t) {
      Caught failure = new Caught(new Causes(t), "in a hook for its stop", false);
      engine.inbox().tell(new Message.HookFailed(life.service(), life.number(), failure));
      failure.awaitJudgement(engine);
    }
  }

  /** Before it does anything, since the work may end by it at once. */
  private void begins(List<Class<?>> endsBy) {
    BEGUN.updateAndGet(
        this, before -> before != null && endsBy.isEmpty() ? before : new Begun(endsBy, before));
  }

  /** Whether that is how the work may end after what the hooks for its stop have done. */
  boolean isEndOfWork(Causes causes) {
    Begun last = begun;
    return last != null
        && causes.anyOf(t ->
            Interruptions.isOfClosing(t)
                || Interruptions.isOne(t) // of a thread that a hook has interrupted
                || last.names(t));
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
  public HostView host() {
    return engine.host();
  }

  @Override
  public TimeSource timeSource() {
    return engine.time();
  }

  @Override
  public OptionalLong fencingToken() {
    return fencingToken;
  }

  @Override
  public boolean isStopRequested() {
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
  public void onStopRequested(Runnable hook) {
    Objects.requireNonNull(hook, "hook");
    if (!hooks.add(hook)) {
      runHook(hook);
    }
  }

  @Override
  public void onStopRequested(Runnable hook, Class<?>... endsBy) {
    Objects.requireNonNull(hook, "hook");
    List<Class<?>> named = List.of(endsBy);
    for (Class<?> each : named) {
      if (!Throwable.class.isAssignableFrom(each)) {
        throw new IllegalArgumentException(
            "onStopRequested takes classes of exceptions, and " + each.getName() + " is none");
      }
    }
    onStopRequested(() -> {
      begins(named);
      hook.run();
    });
  }

  @Override
  public void ready() {
    if (!life.plan().waitForReady() && !drains && engine.roster().isFirstVainReady(life)) {
      engine.events().write(notices -> notices.readyInVain(name()));
    }
    engine.inbox().tell(new Message.Ready(life.service(), life.number()));
  }

  @Override
  public void health(Health now) {
    ownHealth.say(Objects.requireNonNull(now, "health"));
  }

  @Override
  public void healthOfJobs(Health now) {
    tell(HealthSource.JOBS, now);
  }

  private void tell(HealthSource source, Health now) {
    engine.inbox().tell(new Message.HealthIs(life.service(), life.number(), source, now));
  }

  /** The service's own threads are interrupted by itself when it stops, and by nobody else. */
  @Override
  public void fail(Throwable failure) {
    Causes causes = new Causes(Objects.requireNonNull(failure, "failure"));
    boolean asAsked = isStopRequested() && causes.anyOf(Interruptions::isOne);
    Caught caught = new Caught(causes, "and said so", asAsked, life.plan());
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
    Workplace workplace = life.workplace().forJobOf(Workplace.current());
    return workplace.with(() -> TaskScope.open(full));
  }

  // ---- for services of our own

  @Override
  public String hostName() {
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
  public Thread.Builder newThread(String name) {
    return ThreadScope.threadNamed(threadName() + "/" + name, life.plan().platformThreads());
  }

  @Override
  public void drains() {
    drains = true;
  }

  @Override
  public Interruptible work() {
    return Objects.requireNonNull(life.workCode(), "it does not work");
  }

  @Override
  public long interruptAt() {
    return engine.clock().toSource(life.interruptAt());
  }

  @Override
  public @Nullable JobContext capture() {
    return engine.surroundings().captureContext();
  }

  @Override
  public <T extends @Nullable Object> T job(
      Callable<T> code, Object of, @Nullable JobContext context) throws Exception {
    Interception around =
        context == null ? engine.surroundings().interception() : (Interception) context;
    return around.call(name(), ServiceInterceptor.Kind.JOB, of, code);
  }

  @Override
  public ThreadScope openThreads(String scopeName) {
    return ThreadScope.open(threadName() + "/" + scopeName);
  }

  @Override
  public Alarm setAlarm(long due, Runnable action) {
    return engine.deadlines().setCancellable(engine.clock().fromSource(due), action)::cancel;
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
  public void jobEnded(String outcome, Supplier<Duration> took) {
    engine.events().jobEnded(name(), outcome, took);
  }

  @Override
  public void jobFailed(JobFailed event, boolean taken) {
    engine.events().jobFailed(event, taken);
  }

  @Override
  public void jobRetrying(JobRetrying event) {
    engine.events().jobRetrying(event);
  }

  @Override
  public void jobCallbackFailed(String job, Throwable thrown) {
    engine.events().write(notices -> notices.jobCallbackFailed(name(), job, thrown));
  }

  @Override
  public void jobEndedLate(String job) {
    engine.events().write(notices -> notices.jobEndedLate(name(), job));
  }

  @Override
  public void noSpareWorker(int spareWorkers) {
    engine.events().write(notices -> notices.noSpareWorker(name(), spareWorkers));
  }

  @Override
  public void runEndedLate(long run) {
    engine.events().write(notices -> notices.runEndedLate(name(), run));
  }

  @Override
  public void handedBack(int jobs) {
    engine.events().write(notices -> notices.handedBack(name(), jobs));
  }

  @Override
  public void runsInterrupted(int runs) {
    engine.events().write(notices -> notices.runsInterrupted(name(), runs));
  }

  @Override
  public String toString() {
    return "ServiceContext[" + threadName() + (isStopRequested() ? ", stopping]" : "]");
  }
}
