package dev.innkeeper.junit;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.runtime.thread.Interruptions;
import dev.innkeeper.runtime.thread.Names;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The context of a service in a test without a host, in manual time.
 *
 * <pre>{@code
 * ManualTimeSource time = new ManualTimeSource();
 * TestContext context = new TestContext(time);
 * context.start(new Inbox(mails));          // its start(), then its execute() on a thread
 * time.advance(Duration.ofMinutes(10));
 * context.stop();                           // throws what the service has thrown
 * assertEquals(300, mails.size());
 * }</pre>
 *
 * <p>A test may also call the service itself, as in {@code service.start(context)}. Work that waits
 * is better started by {@link #start}, so that the test can move the time meanwhile.
 *
 * <p>The service is asked to stop by {@link #requestStop()} and {@link #stop()}, or because it has
 * called {@link ApplicationLifetime#requestStop()}. Its timers and waits end then and its hooks
 * run, in the order of a host. What a service's options decide is not here: nothing follows from a
 * failure, and {@link #ready()} holds nobody up. A {@code JobQueue} and a {@code RecurringJob}
 * refuse this context, since they need a host.
 *
 * <p><b>Threads:</b> a service may use it from any thread. {@link #start} and {@link #stop} are for
 * a thread of the test: they let as much time pass as the service needs, as {@link
 * ManualTimeSource#drive} does.
 *
 * @since 0.1
 */
public final class TestContext implements ServiceContext {

  private final String name;
  private final ManualTimeSource time;
  private final Workplace workplace;
  private final Signal stop;
  private final StopHooks hooks = new StopHooks();
  private final TestLifetime lifetime;
  private final HostView host = new TestHost(this);
  private final AtomicBoolean stopBegun = new AtomicBoolean();

  /** Raised when the service was asked to stop, and its hooks have run. */
  private final Signal asked;

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable StartedService> started = new AtomicReference<>();
  private volatile boolean ready;
  private volatile Health health = Health.up();
  private volatile OptionalLong fencingToken = OptionalLong.empty();

  /** The context of a service with the name {@code test}, on a time of its own. */
  public TestContext() {
    this(new ManualTimeSource());
  }

  /** The context of a service with the name {@code test}. */
  public TestContext(ManualTimeSource time) {
    this("test", time);
  }

  /** The context of a service. */
  public TestContext(String name, ManualTimeSource time) {
    this.name = Names.checked("service", name);
    this.time = Objects.requireNonNull(time, "time");
    workplace = Workplace.outside(time);
    lifetime = new TestLifetime(this, time);
    stop = new Signal(time);
    asked = new Signal(time);
  }

  // ---- what a test does

  /**
   * Starts {@code service} on a thread of its own. Returns when it has started and, if it is a
   * {@link BackgroundService}, its work waits for something or has ended. A {@code
   * HostedLifecycleService} has its other steps, too.
   *
   * @throws IllegalStateException if a service was started here before
   * @throws Exception what the start of the service throws; {@link #stop()} has no effect then
   */
  public void start(HostedService service) throws Exception {
    StartedService starting = new StartedService(this, Objects.requireNonNull(service, "service"));
    if (!started.compareAndSet(null, starting)) {
      throw new IllegalStateException(
          "a TestContext is for one start of one service: make another one for the next");
    }
    time.drive(starting::start);
  }

  /**
   * Has the service lead by this token, as one with {@code whileLeader} does in a host that has won
   * its election. Before the start, for the whole of it.
   */
  public void leadsBy(long token) {
    fencingToken = OptionalLong.of(token);
  }

  /**
   * Asks the service to stop. Returns when its hooks have run, on a thread of their own, and does
   * not wait for its work to end. What a hook throws is in {@link #failures()}. Again: no effect.
   */
  public void requestStop() {
    beginToStop();
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops the service that was started here, as a host does: asks it, waits for its work, which is
   * interrupted after two seconds, and calls its {@code stop}. Again, or if no service has started:
   * no effect.
   *
   * @throws IllegalStateException if its work goes on for ten seconds after the interrupt
   * @throws Exception the first of {@link #failures()}, so that no test overlooks them
   */
  public void stop() throws Exception {
    StartedService service = started.get();
    if (service != null && service.endsNow()) {
      time.drive(service::stop);
      StartedService.throwIfPresent(failures.isEmpty() ? null : failures.getFirst());
    }
  }

  // ---- what a test sees

  /** Whether the service has said that it is {@link #ready()}. */
  public boolean isReady() {
    return ready;
  }

  /** How well the service is, as it has said last. */
  public Health health() {
    return health;
  }

  /**
   * What the service has given to {@link #fail}, and what its work, its stop, its hooks and its
   * callbacks have thrown, the oldest first. As in a host, work that ends because it was
   * interrupted, or because of what a hook did, has not failed.
   */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /**
   * Whether the service has asked its host to stop, by {@link ApplicationLifetime#requestStop()}.
   */
  public boolean isHostStopRequested() {
    return lifetime.isStopRequested();
  }

  // ---- what a service sees

  @Override
  public String name() {
    return name;
  }

  /**
   * That of a host which has this service alone. It has started, except while {@link
   * TestContext#start} is in progress.
   */
  @Override
  public ApplicationLifetime lifetime() {
    return lifetime;
  }

  /**
   * A host which has this service alone: as well as that says it is, ready while it runs and no
   * {@linkplain ApplicationLifetime#requestDrain drain} was requested, never failed by a service,
   * and without a way to give orders.
   */
  @Override
  public HostView host() {
    return host;
  }

  @Override
  public OptionalLong fencingToken() {
    return fencingToken;
  }

  @Override
  public ManualTimeSource timeSource() {
    return time;
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
    onStopRequested(hook, new Class<?>[0]);
  }

  @Override
  public void onStopRequested(Runnable hook, Class<?>... endsBy) {
    hooks.add(hook, List.of(endsBy), this::addFailure);
  }

  @Override
  public void ready() {
    ready = true;
  }

  @Override
  public void health(Health now) {
    health = Objects.requireNonNull(now, "health");
  }

  @Override
  public void fail(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    if (!isStopRequested() || !new Causes(failure).anyOf(Interruptions::isOne)) {
      addFailure(failure);
    }
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
    String full = name + "/" + Objects.requireNonNull(scopeName, "name");
    return workplace.with(() -> TaskScope.open(full));
  }

  // ---- for its parts

  /** Returns at once. */
  void beginToStop() {
    if (stopBegun.compareAndSet(false, true)) {
      time.start(name + "/stop", this::askToStop);
    }
  }

  /**
   * In the order of a host. The hooks have a thread of their own: the work is woken before them.
   */
  private void askToStop() {
    lifetime.stopping();
    StartedService service = started.get();
    if (service != null) {
      service.stopping();
    }
    stop.raise();
    time.start(name + "/hooks", this::runHooks);
  }

  private void runHooks() {
    hooks.run();
    asked.raise();
    if (started.get() == null) {
      lifetime.stopped();
    }
  }

  void addFailure(Throwable thrown) {
    failures.add(thrown);
  }

  StopHooks hooks() {
    return hooks;
  }

  TestLifetime testLifetime() {
    return lifetime;
  }

  Workplace workplace() {
    return workplace;
  }

  /** Null: none was started here. */
  @Nullable HostedService service() {
    StartedService service = started.get();
    return service == null ? null : service.service();
  }

  boolean hasEndedItsWork() {
    StartedService service = started.get();
    return service != null && service.hasEndedItsWork();
  }

  /** Whether a service was started and has not been stopped. */
  boolean hasRunningService() {
    StartedService service = started.get();
    return service != null && service.isRunning();
  }

  @Override
  public String toString() {
    return "TestContext[" + name + (isStopRequested() ? ", stopping]" : "]");
  }
}
