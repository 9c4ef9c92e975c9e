package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.events.EventQueue;
import dev.innkeeper.runtime.events.LifetimeEvents;
import dev.innkeeper.runtime.machine.HostRung;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.machine.Phase;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.snapshot.ReportSnapshot;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.runtime.thread.ScopedBindings;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns a host: it opens the scope, forks the services' threads, opens one phase
 * after the other, keeps the deadlines, and reports.
 *
 * <p>It is a platform thread, because services may spin on every carrier and it must get its turn
 * all the same; a daemon, so that services which were abandoned do not keep the JVM; and it never
 * calls user code, nor waits for a virtual thread. Closing the scope waits for its threads without
 * a limit, and only the owner may do it: so callers of the host wait for {@link Engine#stopped},
 * never for this thread, which may stay in the scope's close for ever.
 */
final class HostThread {

  /** A stop does not become long because the database of an election does not answer. */
  private static final long MOST_FOR_LEASES = Duration.ofSeconds(2).toNanos();

  private final Engine engine;
  private final HostPlan plan;
  private final TimeSource time;
  private final HostClock clock;
  private final HostWait wait;
  private final Extensions extensions;
  private final LastLines lastLines;

  // Written in a drain:
  private volatile Phase over = Phase.NONE;
  private volatile @Nullable StopTimes times;

  /** Written by itself: before that it forks what there is anyway. */
  private volatile boolean firstLivesAreForked;

  /** Written by itself, read by callers when the host has stopped. */
  private volatile @Nullable StopReport report;

  // Its own:
  private @Nullable Stacks stacks;
  private @Nullable ThreadScope scope;

  HostThread(Engine engine) {
    this.engine = engine;
    this.plan = engine.plan();
    this.time = engine.time();
    this.clock = engine.clock();
    this.wait = new HostWait(engine);
    this.extensions = new Extensions(engine, wait);
    this.lastLines = new LastLines(engine, wait);
  }

  // ---- the story

  /** Begins the story of a start, or that of a stop before it. */
  void start(boolean toStart) {
    Runnable body = null;
    try {
      body = time.enlist(() -> run(toStart));
      Thread.ofPlatform()
          .daemon()
          .name(plan.name())
          .inheritInheritableThreadLocals(false)
          .start(body);
    } catch (Throwable t) {
      if (body != null) {
        time.dismiss(body);
      }
      letCallersGo();
      lastLines.seen().raise();
      throw t;
    }
  }

  /** Whatever happens, those who wait for this host are released before the scope is closed. */
  private void run(boolean toStart) {
    wait.isOnThisThread();
    ScopedBindings.settle();
    try (ThreadScope opened =
        ThreadScope.open(
            plan.name(), engine.workplace(), engine.surroundings().contextClassLoader())) {
      scope = opened;
      stacks = new Stacks(engine);
      live(toStart);
    } catch (Throwable t) {
      breakDown(t);
      letCallersGo();
      lastLines.printUnseen();
    }
  }

  private void live(boolean toStart) {
    try {
      engine.events().startTelling(host());
      if (toStart) {
        tell();
      } else {
        tellOfAStopBeforeTheStart();
      }
    } catch (Throwable t) {
      breakDown(t);
    } finally {
      letCallersGo();
      lastLines.printUnseen();
    }
  }

  /** Everything, in order; each line waits for its end. */
  private void tell() {
    start();
    wait.until(engine::isStopRequested);
    beginStop();
    awaitCallbacks(engine.lifetime().stopping(), () -> times().endOfPrelude());
    drain();
    goThroughStopping();
    stopServices();
    goThroughStopped();
    giveLeasesBack();
    awaitCallbacks(engine.lifetime().stopped(), () -> times().middleOfReserve());
    report();
  }

  /** Of a host that was never started: no service is touched. */
  private void tellOfAStopBeforeTheStart() {
    beginStop();
    awaitCallbacks(engine.lifetime().stopping(), () -> times().endOfPrelude());
    awaitCallbacks(engine.lifetime().stopped(), () -> times().middleOfReserve());
    report();
  }

  private void start() {
    new CarrierWatch(engine).begin();
    extensions.open();
    for (Phase phase : startPhases()) {
      if (!engine.isStopRequested()) {
        open(phase);
        if (phase == startPhases().getFirst()) {
          forkFirstLives();
        }
        wait.until(() -> over == phase || engine.isStopRequested());
      }
    }
    if (!engine.isStopRequested()) {
      open(Phase.RUN);
    }
  }

  private List<Phase> startPhases() {
    return plan.hasPhases()
        ? List.of(Phase.STARTING, Phase.START, Phase.STARTED)
        : List.of(Phase.START);
  }

  private void open(Phase phase) {
    engine.inbox().post(new Message.Opened(phase));
  }

  /** All, so that one whose turn comes need not wait for a thread. Those that have theirs, run. */
  private void forkFirstLives() {
    Roster roster = engine.roster();
    for (int i = 0; i < roster.size(); i++) {
      roster.life(i).fork(host());
    }
    firstLivesAreForked = true;
    for (int i = 0; i < roster.size(); i++) {
      roster.life(i).forkWhatIsMissing(host()); // of one that is in a second life by now
    }
    wait.hasBeenAtWork();
  }

  private void beginStop() {
    engine.stopBegins();
    engine.inbox().post(new Message.StopBegun(engine.drainLeft()));
    wait.until(() -> times != null);
    stacks().lookBeforeTheEnd(times());
  }

  private void drain() {
    long end = clock.now() + engine.drainLeft();
    wait.sleepUntil(() -> HostClock.earlier(end, times().endOfPrelude()));
  }

  private void goThroughStopping() {
    if (plan.hasPhases()) {
      open(Phase.STOPPING);
      wait.until(() -> over == Phase.STOPPING, () -> times().endOfPrelude());
    }
  }

  private void stopServices() {
    open(Phase.STOP);
    wait.until(() -> over == Phase.STOP);
  }

  private void goThroughStopped() {
    if (plan.hasPhases()) {
      open(Phase.STOPPED);
      wait.until(() -> over == Phase.STOPPED, () -> times().endOfStoppedStep());
      if (over != Phase.STOPPED) {
        engine.inbox().post(new Message.HostDue(HostRung.LAST_STEP));
      }
    }
  }

  /** So that another process can lead at once. If that hangs, the leases expire. */
  private void giveLeasesBack() {
    long end = clock.now() + MOST_FOR_LEASES;
    wait.until(
        engine.candidates()::areDone, () -> HostClock.earlier(end, times().endOfStoppedStep()));
    engine.candidates().end();
  }

  /** On {@code host/events}; a callback that hangs is not waited for. */
  private void awaitCallbacks(LifetimeEvents.Event event, LongSupplier deadline) {
    if (event.happenIfNobodyListens()) {
      return;
    }
    Signal done = new Signal(time);
    EventQueue queue = engine.events().queue();
    queue.post(event::happen);
    queue.post(() -> raise(done));
    BooleanSupplier isThrough = () -> done.isRaised() || queue.isDead();
    wait.until(isThrough, deadline);
    if (!isThrough.getAsBoolean()) {
      engine.events().write(notices -> notices.callbacksOverdue(event.name()));
    }
  }

  private void report() {
    wait.finishTasks();
    StopReport ended = reportNow();
    report = ended;
    lastLines.tell(ended, () -> times().deadline());
  }

  private void raise(Signal signal) {
    signal.raise();
    wake();
  }

  private StopReport reportNow() {
    Engine.StopRequest request = engine.stopRequest();
    return new ReportSnapshot(
        plan.name(),
        request == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, clock.now() - request.at())),
        engine.statuses());
  }

  /** Nobody leads the services any more: all are interrupted, and the report says who runs on. */
  private void abandonAll() {
    Roster roster = engine.roster();
    for (int i = 0; i < roster.size(); i++) {
      roster.life(i).giveUp();
    }
    Stacks looks = new Stacks(engine);
    for (int i = 0; i < roster.size(); i++) {
      LifeThread life = roster.life(i);
      switch (roster.status(i).state()) {
        case STARTING, RUNNING, COMPLETED, STOPPING, RESTARTING ->
            roster.abandon(i, life.isBusy() ? looks.of(life, null) : List.of());
        default -> {}
      }
    }
  }

  /** Idempotent. */
  private void letCallersGo() {
    try {
      if (report == null) {
        if (engine.isBroken()) {
          abandonAll();
        }
        report = reportNow();
      }
      engine.inbox().leaveAlone();
    } finally {
      engine.hasStopped();
      extensions.close(stopReport(), () -> {}); // of a host that is broken; of others that was done
      engine.events().close();
      engine.helpers().close();
    }
  }

  // ---- from others, on any thread

  /** Makes it look again at what it waits for, and at what there is to do. */
  void wake() {
    wait.wake();
  }

  void forkFor(LifeThread life) {
    if (firstLivesAreForked) {
      wait.task(() -> life.forkWhatIsMissing(host()));
    }
  }

  void lookFor(LifeThread life) {
    wait.task(
        () -> engine.inbox().post(new Message.Seen(life.service(), stacks().of(life, times))));
  }

  void blame(List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost) {
    wait.task(() -> {
      Causes late = new Causes(stacks().startTimeout(lives, names, limit));
      Caught failure = new Caught(late, "to start in time", false);
      engine.inbox().post(new Message.Overdue(lives, failure, ofHost));
    });
  }

  void task(Runnable task) {
    wait.task(task);
  }

  /** On the host thread. */
  ThreadScope scope() {
    return host();
  }

  void phaseIsOver(Phase phase) {
    over = phase;
    wake();
  }

  void stopBegins(StopTimes fixed) {
    times = fixed;
    wake();
  }

  /** Something came out of machine or engine that should not: a bug. The first one counts. */
  void breakDown(Throwable thrown) {
    try {
      if (engine.breakDown(thrown)) {
        engine.events().write(notices -> notices.broken(thrown));
      }
    } catch (Throwable t) { // there may be no memory for more
      wake();
    }
  }

  /** After {@link Engine#stopped()}. Made by the caller, if this thread could not. */
  StopReport stopReport() {
    StopReport made = report;
    return made == null ? reportNow() : made;
  }

  /** Raised when what the log has not shown was printed, if there was anything. */
  Signal seen() {
    return lastLines.seen();
  }

  /** Null: no stop has begun. */
  @Nullable StopTimes stopTimes() {
    return times;
  }

  private StopTimes times() {
    return Objects.requireNonNull(times, "no stop has begun");
  }

  private ThreadScope host() {
    return Objects.requireNonNull(scope, "the host has no scope");
  }

  Extensions extensions() {
    return extensions;
  }

  Stacks stacks() {
    return Objects.requireNonNull(stacks, "the host has no scope");
  }
}
