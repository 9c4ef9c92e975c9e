package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Call;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Warns of starts that take long: after a while, and then each time that they have taken twice as
 * long. It decides nothing, so it does not belong to the machine.
 *
 * <p>While any service starts, the host thread looks at all of them from time to time. A service
 * that only waits for another gets no warning of its own: the warning about the other one names it,
 * so a thousand that wait for one service are a single line.
 */
final class SlowStarts {

  /** Of later warnings the stack would say the same as before. */
  private static final int WITH_STACKS = 2;

  /** A step of a start, such as a call of {@code start}, and how many warnings there were. */
  private static final class Told {
    private final LifeThread life;
    private final long since;
    private int times;

    Told(LifeThread life, long since) {
      this.life = life;
      this.since = since;
    }
  }

  private final Engine engine;
  private final HostClock clock;
  private final HostPlan plan;

  /** How long a start takes before the first warning; null: there is none. */
  private final @Nullable Duration first;

  /** A look is to come. */
  private final AtomicBoolean looking = new AtomicBoolean();

  /** The host thread's alone. */
  private final Map<Integer, Told> told = new HashMap<>();

  SlowStarts(Engine engine) {
    this.engine = engine;
    this.clock = engine.clock();
    this.plan = engine.plan();
    this.first = plan.slowStart();
  }

  /** In a drain: a call of a start begins. */
  void callBegins() {
    if (first != null && looking.compareAndSet(false, true)) {
      lookAt(clock.now() + Durations.nanos(first));
    }
  }

  private void lookAt(long time) {
    engine.deadlines().look(time, this::look);
  }

  // ---- on the host thread

  private void look() {
    if (engine.isStopRequested()) {
      return; // no start will come to its end any more
    }
    Long next = tellWhatIsDue();
    if (next != null) {
      lookAt(next);
      return;
    }
    told.clear();
    looking.set(false);
    if (isAnyStarting() && looking.compareAndSet(false, true)) {
      lookAt(clock.now()); // it began while this one looked
    }
  }

  /** Returns when something will be due next; null: nothing starts. */
  private @Nullable Long tellWhatIsDue() {
    Long next = null;
    for (int i = 0; i < engine.roster().size(); i++) {
      String missing = missing(i);
      if (missing != null) {
        long due = tellIfDue(i, missing, clock.now());
        next = next == null ? due : Long.valueOf(HostClock.earlier(next, due));
      }
    }
    return next;
  }

  private boolean isAnyStarting() {
    for (int i = 0; i < engine.roster().size(); i++) {
      if (missing(i) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns when it is to be told of next. */
  private long tellIfDue(int service, String missing, long now) {
    Told of = toldOf(service);
    if (now - nextTime(of) >= 0) {
      tell(service, missing, of, now);
      while (now - nextTime(of) >= 0) {
        of.times++;
      }
    }
    return nextTime(of);
  }

  private Told toldOf(int service) {
    LifeThread life = engine.roster().life(service);
    long since = life.startCallBegan();
    Told before = told.get(service);
    if (before != null && before.life == life && before.since == since) {
      return before;
    }
    Told begun = new Told(life, since);
    told.put(service, begun);
    return begun;
  }

  private long nextTime(Told of) {
    long limit = first == null ? 0 : Durations.nanos(first);
    for (int i = 0; i < of.times && limit < Long.MAX_VALUE / 4; i++) {
      limit *= 2;
    }
    return of.since + limit;
  }

  private void tell(int service, String missing, Told of, long now) {
    List<StuckThread> stacks =
        of.times < WITH_STACKS ? engine.stacks().present(of.life) : List.of();
    engine
        .events()
        .announce(
            new Events.ServiceStillStarting(
                plan.name(),
                plan.services().get(service).name(),
                Duration.ofNanos(now - of.since),
                missing,
                waitingFor(service),
                stacks),
            null);
  }

  // ---- what a service waits for

  /** What its start has yet to do, in words; null: it does not start, or waits for others. */
  private @Nullable String missing(int service) {
    LifeThread life = engine.roster().life(service);
    Call call = life.call();
    boolean goesDown =
        life.context().isStopRequested()
            || engine.status(service).state() == ServiceState.ABANDONED;
    if (call == null || goesDown) {
      return null;
    }
    if (isNotReady(service)) {
      return "waitForReady() was chosen, and ready() was not called";
    }
    return life.callCode() != null && call.isOfStart() ? missing(life.plan(), call) : null;
  }

  private static String missing(ServicePlan service, Call call) {
    return switch (call) {
      case CREATE -> "its supplier has not returned";
      case STARTING -> "starting() has not returned";
      case STARTED -> "started() has not returned";
      default ->
          "start() has not returned; start() must return, long-running work belongs in "
              + (service.instance() instanceof BackgroundService ? "execute()" : "background(...)");
    };
  }

  /** Its start has returned, and it has yet to say that it is ready. */
  boolean isNotReady(int service) {
    LifeThread life = engine.roster().life(service);
    return life.plan().waitForReady()
        && life.call() == Call.START
        && life.callCode() == null
        && engine.status(service).state() == ServiceState.STARTING;
  }

  /** The names of those that wait for it, directly or through others. */
  private List<String> waitingFor(int service) {
    boolean concurrently = plan.startConcurrently() || engine.state() != HostState.STARTING;
    int[][] next = plan.graph().start(concurrently).next();
    Set<Integer> found = new TreeSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(service));
    for (Integer at = open.poll(); at != null; at = open.poll()) {
      for (int other : next[at]) {
        if (waits(other) && found.add(other)) {
          open.add(other);
        }
      }
    }
    List<String> names = new ArrayList<>();
    found.forEach(number -> names.add(plan.services().get(number).name()));
    return List.copyOf(names);
  }

  private boolean waits(int service) {
    ServiceStatus status = engine.status(service);
    return switch (status.state()) {
      case NEW, RESTARTING -> true;
      case STARTING -> missing(service) == null;
      default -> false;
    };
  }
}
