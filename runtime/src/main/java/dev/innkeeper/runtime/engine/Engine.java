package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.events.LifetimeEvents;
import dev.innkeeper.runtime.machine.HostFailures;
import dev.innkeeper.runtime.machine.HostMachine;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.machine.Order;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.port.Launches;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.thread.OpenScopes;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A host at work: what its threads share, and what its door asks for. It decides nothing: what has
 * happened goes to the machine through the inbox, and what follows is carried out by {@link
 * Execution}.
 */
public final class Engine {

  /** Why a host goes down, since when, and until when. */
  public record StopRequest(String reason, long at, long deadline) {}

  private final HostView host;
  private final HostPlan plan;
  private final Surroundings surroundings;
  private final TimeSource time;
  private final HostClock clock;
  private final Workplace workplace;
  private final HostEvents events;
  private final LifetimeEvents lifetime;
  private final Inbox inbox;
  private final Deadlines deadlines;
  private final Helpers helpers;
  private final ServiceCalls calls;
  private final HostThread hostThread;
  private final HostMachine machine;
  private final Execution execution;
  private final Roster roster;
  private final SlowStarts slowStarts;
  private final HealthChecks healthChecks;
  private final HostHealth health;
  private final Candidates candidates;

  /** How many services have started, and let others go first before they begin their work. */
  private final AtomicInteger polite = new AtomicInteger();

  private final AtomicReference<HostState> state = new AtomicReference<>(HostState.NEW);
  private final AtomicReference<@Nullable StopRequest> stopRequest = new AtomicReference<>();

  /** Since when the host is not ready, because somebody is about to stop it. */
  private final AtomicReference<@Nullable Long> drainsSince = new AtomicReference<>();

  private final AtomicInteger pings = new AtomicInteger();

  /** Written in a drain. */
  private volatile int lastAnswered;

  /** Raised when the start has ended, whether well or by being rolled back. */
  private final Signal startEnded;

  /** Raised when the stop has ended and the report is there. */
  private final Signal stopped;

  /** Woken when nothing more will come. */
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

  /** Run when the host has stopped. */
  private volatile @Nullable Runnable whenStopped;

  private volatile boolean wasRunning;
  private volatile HostFailures failures = HostFailures.NONE;

  /** An exception came out of machine or engine: a bug. */
  private final AtomicBoolean broken = new AtomicBoolean();

  private volatile @Nullable Throwable bug;

  /** What {@code host} shows to users, by which its threads know it. */
  public Engine(HostView host, HostPlan plan, Surroundings surroundings) {
    this.host = host;
    this.plan = plan;
    this.surroundings = surroundings;
    this.time = surroundings.time();
    this.clock = new HostClock(time);
    this.workplace =
        new Workplace(
            host,
            null,
            null,
            Workplace.mdcKeyIfRead(plan.mdcKey()),
            time,
            surroundings.interception().isEmpty() ? null : surroundings.interception(),
            new OpenScopes());
    this.events =
        new HostEvents(
            plan.name(),
            plan.mdcKey(),
            time,
            surroundings.listeners(),
            this::isStopRequested,
            this::help);
    this.lifetime = new LifetimeEvents(events, new Requests(this));
    this.startEnded = new Signal(time);
    this.stopped = new Signal(time);
    this.hostThread = new HostThread(this);
    this.deadlines = new Deadlines(clock, hostThread::wake);
    this.helpers = new Helpers(plan.name() + "/helper", time, clock, deadlines);
    this.calls = new ServiceCalls(this);
    this.execution = new Execution(this, hostThread);
    this.inbox = new Inbox(this::take, hostThread::wake);
    this.roster = new Roster(this);
    this.slowStarts = new SlowStarts(this);
    this.healthChecks = new HealthChecks(this, hostThread);
    this.health = new HostHealth(this);
    this.candidates = new Candidates(this, hostThread);
    this.machine = new HostMachine(plan, execution);
  }

  // ---- in a drain

  private void take(Message message) {
    if (broken.get()) {
      return;
    }
    try {
      execution.before(message);
      machine.on(message, clock.now());
      execution.after();
      if (message instanceof Message.Ping ping) {
        lastAnswered = Math.max(lastAnswered, ping.number());
      }
    } catch (Throwable t) {
      hostThread.breakDown(t);
    }
  }

  void failures(HostFailures now) {
    failures = now;
  }

  void hostRuns() {
    wasRunning = true;
    state.compareAndSet(HostState.STARTING, HostState.RUNNING);
    if (!lifetime.started().happenIfNobodyListens()) {
      events.run(lifetime.started()::happen);
    }
    startEnded.raise();
  }

  Message.StopRequested requestStopInDrain(String reason) {
    StopRequest own = claimStop(reason);
    hostThread.wake();
    return message(Objects.requireNonNull(own == null ? stopRequest.get() : own));
  }

  // ---- on the host thread

  void stopBegins() {
    state.set(HostState.STOPPING);
    postStopRequest();
  }

  /** The thread that claimed it may not have told it yet; the machine takes the first message. */
  void postStopRequest() {
    inbox.post(message(Objects.requireNonNull(stopRequest.get())));
  }

  /** Callers are let go. */
  void hasStopped() {
    state.set(HostState.STOPPED);
    startEnded.raise();
    stopped.raise();
    wakeAllWaiting();
    Runnable told = whenStopped;
    if (told != null) {
      told.run();
    }
  }

  // ---- on any thread

  /** Something came out of the engine's own frames. */
  void breakDownBecauseOf(Throwable thrown) {
    hostThread.breakDown(thrown);
  }

  /** Returns whether it was the first time. */
  boolean breakDown(Throwable thrown) {
    if (!broken.compareAndSet(false, true)) {
      return false;
    }
    bug = thrown;
    hostThread.wake();
    wakeAllWaiting();
    return true;
  }

  // ---- the door

  /**
   * Before the start: {@code told} is run when the host has stopped, perhaps more than once. It
   * must not wait.
   */
  public void whenStopped(Runnable told) {
    whenStopped = told;
  }

  /**
   * NEW → STARTING, once.
   *
   * @throws IllegalStateException if it is not NEW
   */
  public void launch() {
    if (!state.compareAndSet(HostState.NEW, HostState.STARTING)) {
      throw new IllegalStateException(
          "host '"
              + plan.name()
              + "' cannot be started, it is "
              + state.get()
              + ": a host starts once, by start() or by run(); for another start build() another"
              + " host");
    }
    Launches.tell(time, plan.name(), Objects.requireNonNull(workplace.host()));
    startThreads(true);
  }

  /** NEW → STOPPED, if it is still NEW. */
  public void stopBeforeStart() {
    if (state.compareAndSet(HostState.NEW, HostState.STOPPING)) {
      requestStop("it was stopped before it was started");
      startThreads(false);
    }
  }

  /** The host's own, and the first helper, which the caller starts while that gets going. */
  private void startThreads(boolean toStart) {
    hostThread.start(toStart);
    try {
      helpers.start();
    } catch (Throwable t) {
      hostThread.breakDown(t);
      throw t;
    }
  }

  private void help(Runnable task) {
    helpers.help(task);
  }

  /** The first request counts; before the start there is nothing to stop. */
  public void requestStop(String reason) {
    if (state.get() == HostState.NEW) {
      return;
    }
    StopRequest request = claimStop(reason);
    if (request != null) {
      inbox.tell(message(request));
    } else {
      hostThread.wake(); // the first one may have had no memory to say so
    }
  }

  /** From here on the host is not ready. Before the start there is nothing to drain. */
  void requestDrain() {
    if (state.get() != HostState.NEW && drainsSince.compareAndSet(null, clock.now())) {
      inbox.tell(new Message.DrainRequested());
    }
  }

  /** On any thread. */
  public List<StuckThread> threads(int service) {
    return new Stacks(this).present(roster.life(service));
  }

  /** Answered by whoever takes the message that the host thread posts. */
  public HostView.Ping ping() {
    int number = pings.incrementAndGet();
    hostThread.task(() -> inbox.post(new Message.Ping(number)));
    return () -> lastAnswered - number >= 0;
  }

  /** How much of the drain delay is left when a stop was requested. */
  long drainLeft() {
    StopRequest request = Objects.requireNonNull(stopRequest.get());
    Long since = drainsSince.get();
    long gone = since == null ? 0 : Math.max(0, request.at - since);
    return wasRunning ? Math.max(0, Durations.nanos(plan.drainDelay()) - gone) : 0;
  }

  /** Null: there was one before. From here on the host is not ready. */
  @Nullable StopRequest claimStop(String reason) {
    long now = clock.now();
    StopRequest request = new StopRequest(reason, now, now + timeToStop(now));
    return stopRequest.compareAndSet(null, request) ? request : null;
  }

  /**
   * The time since a drain was requested is part of the whole, of which a fifth is left at least.
   */
  private long timeToStop(long now) {
    long whole = Durations.nanos(plan.shutdownTimeout());
    Long since = drainsSince.get();
    long gone = since == null ? 0 : Math.max(0, now - since);
    return Math.max(whole - gone, whole / 5);
  }

  private static Message.StopRequested message(StopRequest request) {
    return new Message.StopRequested(request.reason, request.at, request.deadline);
  }

  /**
   * Gives an order, and waits for its answer.
   *
   * @throws InterruptedException if interrupted before or while it waits; it is carried out
   */
  public Order.Answer order(Order.Kind kind, int service) throws InterruptedException {
    Workplace here = Workplace.current();
    GivenOrder order = new GivenOrder(kind, service, isAt(here) ? here.service() : null);
    if (state.get() == HostState.RUNNING && !isStopRequested()) {
      inbox.tell(new Message.Ordered(order));
      Order.Answer answer = order.await(this);
      if (answer != null) {
        return answer;
      }
    }
    return new Order.Answer.Refused(
        "host '"
            + plan.name()
            + "' is not running: it is "
            + (isStopRequested() ? "stopping" : state.get()));
  }

  /** From the shutdown hook: threads inside {@link System#exit} count as ended. */
  public void countExitingAsEnded() {
    for (int i = 0; i < roster.size(); i++) {
      Stacks.findExits(this, roster.life(i));
    }
    if (events.countExitingAsDead()) {
      hostThread.wake();
    }
  }

  /** The number of the service with this name. */
  public OptionalInt find(String service) {
    return roster.find(service);
  }

  /** How each service stands. */
  public List<ServiceStatus> statuses() {
    return roster.statuses();
  }

  /** How one service stands. */
  public ServiceStatus status(int service) {
    return roster.status(service);
  }

  /** After {@link #stopped()}. */
  public StopReport stopReport() {
    return hostThread.stopReport();
  }

  public HostPlan plan() {
    return plan;
  }

  public TimeSource time() {
    return time;
  }

  public HostEvents events() {
    return events;
  }

  public LifetimeEvents lifetime() {
    return lifetime;
  }

  public HostState state() {
    return Objects.requireNonNull(state.get());
  }

  public boolean wasRunning() {
    return wasRunning;
  }

  public Signal startEnded() {
    return startEnded;
  }

  public Signal stopped() {
    return stopped;
  }

  /** Raised after {@link #stopped()}, when nothing more will be logged or printed. */
  public Signal seen() {
    return hostThread.seen();
  }

  public HostFailures failures() {
    Throwable cause = bug;
    return cause == null ? failures : failures.withCause("the host itself", cause);
  }

  /** How well the host is: the worst of its services, and its own. */
  public Health health() {
    return health.now();
  }

  /** Whether all services have started, and nobody is about to stop the host. */
  public boolean isReady() {
    return state.get() == HostState.RUNNING
        && !isStopRequested()
        && drainsSince.get() == null
        && roster.isReady();
  }

  public boolean isStopRequested() {
    return stopRequest.get() != null;
  }

  public @Nullable StopRequest stopRequest() {
    return stopRequest.get();
  }

  /**
   * Until when callers are let go, in the time of the time source; now, if no stop is requested.
   */
  public long deadline() {
    StopRequest request = stopRequest.get();
    StopTimes times = hostThread.stopTimes();
    if (request == null) {
      return time.nanoTime();
    }
    return clock.toSource(times == null ? request.deadline : times.deadline());
  }

  /** Whether threads at {@code other} are this host's. */
  public boolean isAt(Workplace other) {
    return workplace.isOfTheSameHost(other);
  }

  // ---- for its parts

  HealthChecks healthChecks() {
    return healthChecks;
  }

  Candidates candidates() {
    return candidates;
  }

  HostHealth hostHealth() {
    return health;
  }

  HostView host() {
    return host;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Workplace workplace() {
    return workplace;
  }

  HostClock clock() {
    return clock;
  }

  Inbox inbox() {
    return inbox;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  Helpers helpers() {
    return helpers;
  }

  Roster roster() {
    return roster;
  }

  SlowStarts slowStarts() {
    return slowStarts;
  }

  Extensions extensions() {
    return hostThread.extensions();
  }

  /** On the host thread. */
  Stacks stacks() {
    return hostThread.stacks();
  }

  ServiceCalls calls() {
    return calls;
  }

  /**
   * On a thread that is about to begin its work: those who were waiting for its start go on first,
   * as do those that have started before it.
   */
  void letOthersGoFirst(boolean othersWereWaiting) {
    if (othersWereWaiting || polite.get() > 0) {
      polite.incrementAndGet();
      time.letOthersRun();
      polite.decrementAndGet();
    }
  }

  boolean isBroken() {
    return broken.get();
  }

  /** Callers that wait for what a drain brings: each adds and removes itself. */
  Queue<Thread> waiting() {
    return waiting;
  }

  private void wakeAllWaiting() {
    for (Thread next : waiting) {
      time.unpark(next);
    }
  }
}
