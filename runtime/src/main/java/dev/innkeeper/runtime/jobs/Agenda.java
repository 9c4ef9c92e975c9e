package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.calendar.Clocks;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link JobScheduler} is to run, and when: what is due by the monotonic clock, which its
 * service's thread waits for; what is due by the wall clock, which another one does; and what is
 * ready to be run. Guarded by the scheduler's lock; kept over the lives of the service.
 */
final class Agenda {

  /** Of a thread that does not sleep, and will look before it does. */
  private static final long AWAKE = Long.MIN_VALUE;

  private static final long FOR_EVER = Long.MAX_VALUE;

  private static final int MOST_AT_ONCE = 64;

  private final Tolerance tolerance;

  /** By the monotonic clock, from {@link #origin}, so that times compare with {@code <}. */
  private final DueTimes<Long> times = new DueTimes<>();

  private final DueTimes<Instant> wallTimes = new DueTimes<>();

  /** The time-outs of runs. */
  private DueTimes<Long> limits = new DueTimes<>();

  private final ArrayDeque<ScheduledRun> ready = new ArrayDeque<>();

  private @Nullable TimeSource time;
  private long origin;
  private SplittableRandom random = new SplittableRandom();

  /** The life of the service, from its begin to its end. */
  private @Nullable SchedulerWork work;

  /** When the wall clock was looked at last, over all lives that go by the same time. */
  private @Nullable Clocks seen;

  private long sleepsUntil = AWAKE;
  private @Nullable Instant wallSleepsUntil = Instant.MIN;

  /** Runs that were started and have not ended, in this life. */
  private int started;

  /** The service's thread waits for the last run. Volatile, for runs that end. */
  private volatile boolean stops;

  private long serial;

  Agenda(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  // ---- the life of the service

  /** Whether times count from anew, because they were those of another time source. */
  boolean begins(SchedulerWork life, TimeSource source, long seed) {
    boolean anew = time != source;
    if (anew) {
      time = source;
      origin = source.nanoTime();
      limits = new DueTimes<>(); // of runs that have outlived their service
      seen = null;
      random = new SplittableRandom(seed);
    }
    work = life;
    started = 0;
    return anew;
  }

  void ends() {
    ready.forEach(run -> run.entry().isUndone(run));
    ready.clear();
    work = null;
    stops = false;
    sleepsUntil = AWAKE;
    wallSleepsUntil = Instant.MIN;
  }

  /** What it goes by; null before the first life of the service. */
  @Nullable TimeSource time() {
    return time;
  }

  boolean goesBy(@Nullable TimeSource source) {
    return time == source;
  }

  @Nullable SchedulerWork work() {
    return work;
  }

  /** From 1, over all lives. */
  long nextSerial() {
    return ++serial;
  }

  long drawJitter(long most) {
    return most == 0 ? 0 : random.nextLong(most);
  }

  // ---- what is due

  void add(Due due, long at) {
    long shared = Objects.requireNonNull(time).sharedWakeUp(at, tolerance.most()) - origin;
    times.add(due, shared);
    wakeBefore(shared);
  }

  void add(Due due, Instant at) {
    wallTimes.add(due, at);
    if (work != null && (wallSleepsUntil == null || at.isBefore(wallSleepsUntil))) {
      wallSleepsUntil = Instant.MIN;
      work.wakeCalendar();
    }
  }

  void addLimit(Due due, long at) {
    limits.add(due, at - origin);
    wakeBefore(at - origin);
  }

  /** The run has its turn. */
  void start(ScheduledRun run) {
    started++;
    ready.add(run);
    wakeBefore(AWAKE + 1);
  }

  void ended() {
    started--;
    if (stops && started == 0) {
      wakeBefore(AWAKE + 1);
    }
  }

  /** Whether something follows when the last run has ended. From any thread. */
  boolean isEndAwaited() {
    return stops;
  }

  private void wakeBefore(long at) {
    if (work != null && at < sleepsUntil) {
      sleepsUntil = AWAKE;
      work.wake();
    }
  }

  // ---- for the service's thread

  /** What that is to do next. */
  sealed interface Turn permits Sleep, Pause {}

  /**
   * To sleep until then, in {@link TimeSource#nanoTime()}.
   *
   * @param until null: until it is woken
   */
  record Sleep(@Nullable Long until) implements Turn {}

  enum Pause implements Turn {
    /** To see to the runs that are ready, and to ask again. */
    NONE,
    /** Everything that was begun has ended. */
    END
  }

  /**
   * Puts the runs that have their turn into {@code runs}: not one at a time, since a thread that
   * forks many at once need not wake another carrier for each. When the service stops they are not
   * to be forked, but to be handed back.
   */
  Turn turn(Clocks now, boolean serviceStops, List<ScheduledRun> runs) {
    stops = serviceStops;
    sleepsUntil = AWAKE;
    if (limits.poll(now.nanos() - origin) instanceof RunLimit limit) {
      limit.isReached(now.nanos());
      return Pause.NONE;
    }
    if (!stops) {
      findDue(now);
    }
    if (!ready.isEmpty()) {
      runs.addAll(ready);
      ready.clear();
      return Pause.NONE;
    }
    if (stops && started == 0) {
      return Pause.END;
    }
    sleepsUntil = stops ? FOR_EVER : earliest(times.first());
    sleepsUntil = Math.min(sleepsUntil, earliest(limits.first()));
    return new Sleep(sleepsUntil == FOR_EVER ? null : Long.valueOf(origin + sleepsUntil));
  }

  /** So many that others do not wait long for the lock. */
  private void findDue(Clocks now) {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      if (!(times.poll(now.nanos() - origin) instanceof Entry entry)) {
        return;
      }
      entry.isDue(now);
    }
  }

  private static long earliest(@Nullable Long first) {
    return first == null ? FOR_EVER : first;
  }

  // ---- for the thread that looks at the wall clock

  /** When it has looked before this; now, if it never has. */
  Clocks look(Clocks now) {
    Clocks before = seen;
    seen = now;
    return before == null ? now : before;
  }

  /** Takes what is due; null: it is to sleep until {@link #wallWakeUp}. */
  @Nullable Entry pollByWallClock(Instant now) {
    Due due = wallTimes.poll(now);
    wallSleepsUntil = due == null ? wallTimes.first() : Instant.MIN;
    return (Entry) due;
  }

  /** Null: until it is woken. */
  @Nullable Instant wallWakeUp() {
    return wallSleepsUntil;
  }
}
