package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Call;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.snapshot.StuckThreadSnapshot;
import dev.innkeeper.runtime.thread.Exiting;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where the threads are that keep a service from ending: on the host thread, for which a
 * stack is worth having, but the deadline is worth more.
 */
final class Stacks {

  /** How long the host thread looks at stacks before it looks at its deadlines. */
  private static final long SLICE = Duration.ofMillis(5).toNanos();

  /** Likewise, when little else can happen. */
  private static final long LONG_SLICE = Duration.ofMillis(200).toNanos();

  /** Of threads that hold a carrier: there are about as many carriers as processors. */
  private static final int MOST_HOLDERS = 16;

  private static final String STUCK = "is stuck";

  private static final String WITHOUT_CARRIER =
      "did not get to run: no carrier thread was free for it";

  private final Engine engine;
  private final HostClock clock;

  /** Where each was shortly before the end, if it was looked at. */
  private final Map<Integer, List<StuckThread>> lastSeen = new HashMap<>();

  Stacks(Engine engine) {
    this.engine = engine;
    this.clock = engine.clock();
  }

  /** For the report, should they not end: at the end there may be no time for stacks. */
  void lookBeforeTheEnd(StopTimes times) {
    engine.deadlines().set(times.beginOfLastLook(), () -> look(0, times));
  }

  /** A few at a time, because other deadlines may be due. */
  private void look(int from, StopTimes times) {
    long pause = clock.now() + SLICE;
    int next = from;
    while (next < engine.roster().size() && clock.now() - pause < 0) {
      LifeThread life = engine.roster().life(next);
      if (isBusy(engine.status(next))) {
        lastSeen.put(next, now(life, times));
      }
      next++;
    }
    int rest = next;
    if (rest < engine.roster().size()) {
      engine.deadlines().set(clock.now(), () -> look(rest, times));
    }
  }

  private static boolean isBusy(ServiceStatus status) {
    return switch (status.state()) {
      case STARTING, RUNNING, COMPLETED, FAILED, STOPPING -> true;
      default -> false;
    };
  }

  /** Of one that was abandoned. */
  List<StuckThread> of(LifeThread life, @Nullable StopTimes times) {
    List<StuckThread> before = lastSeen.get(life.service());
    boolean late = times != null && clock.now() - times.middleOfReserve() >= 0;
    return late && before != null ? before : now(life, times);
  }

  private List<StuckThread> now(LifeThread life, @Nullable StopTimes times) {
    List<StuckThread> found = new ArrayList<>();
    if (life.isWorking()) {
      add(found, life.workCode(), life.threadName(), times);
    }
    Interruptible call = life.callCode();
    if (call != null) {
      add(found, call, life.threadName(), times);
    }
    if (found.isEmpty()) {
      Thread idle = life.thread();
      found.add(
          idle == null || waitsForCarrier(idle)
              ? withoutCarrier(life.threadName())
              : look(idle, times));
    }
    return List.copyOf(found);
  }

  /** Of one whose work is about to be interrupted. On any thread that may take its time. */
  List<StuckThread> ofInterrupted(LifeThread life) {
    return now(life, null).stream()
        .map(each -> new StuckThreadSnapshot(each.thread(), "had not ended", each.stack()))
        .map(StuckThread.class::cast)
        .toList();
  }

  private void add(
      List<StuckThread> found,
      @Nullable Interruptible code,
      String name,
      @Nullable StopTimes times) {
    Thread thread = code == null ? null : code.thread();
    if (thread == null) {
      found.add(withoutCarrier(name));
    } else {
      stuckBehind(engine, thread).map(t -> look(t, times)).forEach(found::add);
    }
  }

  private StuckThread look(Thread thread, @Nullable StopTimes times) {
    if (times != null && clock.now() - times.middleOfReserve() >= 0) {
      String how = "is stuck; the time was over before its stack could be taken";
      return new StuckThreadSnapshot(Shown.text(thread.getName()), how, List.of());
    }
    StackTraceElement[] stack = thread.getStackTrace();
    return waitsForCarrier(thread) && isUnmounted(stack)
        ? new StuckThreadSnapshot(Shown.text(thread.getName()), WITHOUT_CARRIER, List.of(stack))
        : new StuckThreadSnapshot(Shown.text(thread.getName()), STUCK, List.of(stack));
  }

  /** What is running has a frame of its own on top. */
  private static boolean isUnmounted(StackTraceElement[] stack) {
    return stack.length == 0 || stack[0].getClassName().equals("java.lang.VirtualThread");
  }

  private static StuckThread withoutCarrier(String thread) {
    return new StuckThreadSnapshot(thread, WITHOUT_CARRIER, List.of());
  }

  /**
   * A virtual thread that is not waiting runs, or has been woken and waits to run. In our code,
   * which never computes for long, it is the latter.
   */
  private static boolean waitsForCarrier(Thread thread) {
    return thread.isVirtual() && thread.getState() == Thread.State.RUNNABLE;
  }

  // ---- a start that takes too long

  /** Where it is now; empty: it waits, and no code of it runs. On any thread. */
  List<StuckThread> present(LifeThread life) {
    return life.isBusy() ? now(life, null).stream().map(Stacks::stillHere).toList() : List.of();
  }

  /** It is slow, which need not mean that it is stuck. */
  private static StuckThread stillHere(StuckThread thread) {
    String how = thread.how().equals(STUCK) ? "is here" : thread.how();
    return new StuckThreadSnapshot(thread.thread(), how, thread.stack());
  }

  /** What it fails with: it names those to blame, and their stacks are suppressed in it. */
  Throwable startTimeout(List<Message.Life> lives, List<String> names, Duration limit) {
    List<String> late = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      boolean notReady = engine.slowStarts().isNotReady(lives.get(i).service());
      late.add(names.get(i) + (notReady ? " (ready() was not called)" : ""));
    }
    Throwable failure =
        new TimeoutException("not started within " + limit + ": " + String.join(", ", late));
    for (Message.Life each : lives) {
      LifeThread life = engine.roster().life(each.service());
      if (each.life() > 0 && (life.callCode() != null || life.isWorking())) {
        now(life, null).forEach(thread -> failure.addSuppressed(asThrowable(thread)));
      }
    }
    return failure;
  }

  private static Throwable asThrowable(StuckThread thread) {
    Throwable stack = new Exception("thread '" + thread.thread() + "' is still here");
    stack.setStackTrace(thread.stack().toArray(StackTraceElement[]::new));
    return stack;
  }

  // ---- what holds the carriers

  /** The threads of services that have a carrier, as far as that can be seen from outside. */
  List<StuckThread> ofCarriers() {
    List<StuckThread> found = new ArrayList<>();
    long end = clock.now() + LONG_SLICE;
    for (int i = 0;
        i < engine.roster().size() && found.size() < MOST_HOLDERS && clock.now() - end < 0;
        i++) {
      LifeThread life = engine.roster().life(i);
      for (Interruptible code : Arrays.asList(life.workCode(), life.callCode())) {
        Thread thread = code == null ? null : code.thread();
        if (thread != null) {
          stuckBehind(engine, thread)
              .map(Stacks::onItsCarrier)
              .flatMap(Optional::stream)
              .forEach(found::add);
        }
      }
    }
    return List.copyOf(found);
  }

  private static Optional<StuckThread> onItsCarrier(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return !thread.isVirtual() || isUnmounted(stack)
        ? Optional.empty()
        : Optional.of(
            new StuckThreadSnapshot(
                Shown.text(thread.getName()), "holds a carrier", List.of(stack)));
  }

  // ---- threads inside System.exit, from the shutdown hook

  static void findExits(Engine engine, LifeThread life) {
    Interruptible work = life.isWorking() ? life.workCode() : null;
    if (isExiting(engine, work)) {
      engine.inbox().post(new Message.Exits(life.service(), Call.EXECUTE));
    }
    Call call = life.call();
    if (call != null && isExiting(engine, life.callCode())) {
      engine.inbox().post(new Message.Exits(life.service(), call));
    }
  }

  private static boolean isExiting(Engine engine, @Nullable Interruptible code) {
    Thread thread = code == null ? null : code.thread();
    return thread != null && stuckBehind(engine, thread).allMatch(Exiting::isExiting);
  }

  private static Stream<Thread> stuckBehind(Engine engine, Thread thread) {
    return engine.workplace().scopes().stuckBehind(thread);
  }
}
