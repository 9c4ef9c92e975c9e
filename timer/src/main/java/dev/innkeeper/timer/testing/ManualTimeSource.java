package dev.innkeeper.timer.testing;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Time that moves when a test says so, and then only as fast as those who wait for it can follow.
 *
 * <pre>{@code
 * ManualTimeSource time = new ManualTimeSource();
 * PeriodicTimer timer = PeriodicTimer.builder(Duration.ofHours(1)).timeSource(time).build();
 * time.start("job", () -> runAtEachTick(timer));
 * time.advance(Duration.ofDays(365));                  // 8,760 ticks, one after the other
 * }</pre>
 *
 * <p><b>One at a time.</b> The threads that Innkeeper makes, and those from {@link #start} and
 * {@link #drive}, run one at a time: one goes on until it waits or ends, then the next in the order
 * in which they were woken. {@link #advance} wakes a waiter only when no thread is busy, the
 * earliest due time first and the earliest arrival among equals, and each sees its own due time as
 * now. So a test's trail of events is the same on every run and every machine, and "everybody is
 * idle" is known, not guessed. Threads that a test makes by other means run freely; once they have
 * waited here they count as busy until they wait again or end.
 *
 * <p><b>Waits outside</b> (a socket, a latch, a lock that is held across a wait) belong in {@link
 * #idle}. A thread that hangs in one otherwise is busy and nobody else gets a turn; after ten
 * seconds of real time whoever waits for it throws an {@link IllegalStateException} with that
 * thread's name and stack. When a wait in {@code idle} ends is not known here: a test that goes on
 * from there finds out by its own means.
 *
 * <p><b>Calls that wait</b> ({@code host.stop()}, {@code close()}, {@code handle.await()}) belong
 * in {@link #drive} when it takes time to end them. Made on a thread of the test instead they wait
 * for somebody else to move the time; {@link #limitUndrivenWaits} says when they give up.
 *
 * <p><b>Clocks.</b> {@link #instant()} and {@link #nanoTime()} move together; {@link
 * #moveWallClock} moves the first alone. {@link #nanoTime()} starts five minutes before it wraps
 * around, as Linux's jiffies do, so that code which compares times with {@code <} fails in a test.
 *
 * <p><b>Threads:</b> every method may be called from any thread; those that move time, {@link
 * #advance}, {@link #freeze}, {@link #moveWallClock} and {@link #drive}, by one at a time, and not
 * by a thread whose time it is. Each begins when all are idle.
 *
 * <p>The models are tokio's paused clock, and .NET's {@code FakeTimeProvider}, whose {@code
 * Advance} jumps to the end first and so loses the ticks of timers that re-arm.
 *
 * @since 0.1
 */
public final class ManualTimeSource implements TimeSource {

  /** Who waits for longer waits for something else. */
  private static final long CENTURY = Duration.ofDays(36_500).toNanos();

  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  /**
   * A blocking call that returns nothing, for {@link #drive(Action)}.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Action {

    /**
     * Makes the call.
     *
     * @throws Exception whatever the call throws
     */
    void run() throws Exception;
  }

  /** Further apart two values of {@link #nanoTime()} cannot be compared: 146 years. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  /** From here the wall clock can go on for as long as the monotonic one. */
  private static final Instant EARLIEST = Instant.MIN.plus(LONGEST);

  private static final Instant LATEST = Instant.MAX.minus(LONGEST).minus(LONGEST);

  private final TurnScheduler turns;

  /**
   * The wall clock at the origin of the monotonic one. Written under the scheduler's lock, so that
   * nobody computes by the old one when to wake up by the new one.
   */
  private volatile Instant wallOrigin;

  /** Time that starts at 2000-01-01T00:00:00Z. */
  public ManualTimeSource() {
    this(START);
  }

  /**
   * Time that starts at {@code start}.
   *
   * @throws IllegalArgumentException if that is so near to the ends of what an {@link Instant} can
   *     be that time could not pass
   */
  public ManualTimeSource(Instant start) {
    this(start, null);
  }

  private ManualTimeSource(Instant start, @Nullable SplittableRandom random) {
    Objects.requireNonNull(start, "start");
    if (start.isBefore(EARLIEST) || start.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "start must be from " + EARLIEST + " to " + LATEST + ": " + start);
    }
    wallOrigin = start;
    turns = new TurnScheduler(random);
  }

  /**
   * Time in which threads that wait for their turn get it in an order drawn from {@code seed}: the
   * same on every run, and another for another seed. A test that holds for many seeds does not rely
   * on one order. Threads that a test starts from outside, one after the other, may run before the
   * next is there: to have them all drawn from, start them from a thread that {@link #start} made.
   */
  public static ManualTimeSource withShuffledTurns(long seed) {
    return new ManualTimeSource(START, new SplittableRandom(seed));
  }

  /**
   * Lets {@code duration} pass: wakes whoever is due in it, one after the other, and returns when
   * all are idle and it is that much later.
   *
   * @throws IllegalArgumentException if the duration is negative, or if more than 146 years would
   *     have passed in all
   * @throws IllegalStateException if a thread stays busy for ten seconds of real time, or if
   *     another thread moves the time already
   */
  public void advance(Duration duration) {
    turns.takeTheWheel();
    try {
      turns.awaitAllIdle();
      long target = timeAfter(duration);
      while (turns.wakeNext(target)) {
        turns.awaitAllIdle();
      }
      turns.moveTo(target);
    } finally {
      turns.releaseTheWheel();
    }
  }

  /**
   * Lets {@code duration} pass in which nobody runs, as when the process is suspended: whoever is
   * due in it wakes at the end of it, late.
   *
   * @throws IllegalArgumentException as {@link #advance}
   * @throws IllegalStateException as {@link #advance}
   */
  public void freeze(Duration duration) {
    turns.takeTheWheel();
    try {
      turns.awaitAllIdle();
      long target = timeAfter(duration);
      turns.moveTo(target);
      while (turns.wakeNext(target)) {
        turns.awaitAllIdle();
      }
    } finally {
      turns.releaseTheWheel();
    }
  }

  /** Called by the thread that moves the time, so that no other moves it meanwhile. */
  private long timeAfter(Duration duration) {
    if (Objects.requireNonNull(duration, "duration").isNegative()) {
      throw new IllegalArgumentException(
          "duration must be zero or more (only moveWallClock goes back): " + duration);
    }
    if (duration.compareTo(left()) > 0) {
      throw new IllegalArgumentException(
          "duration must be at most "
              + left()
              + ", since a ManualTimeSource has 146 years in all: "
              + duration);
    }
    return nanoTimeAfter(duration);
  }

  private Duration left() {
    return LONGEST.minusNanos(turns.now() - Sleepers.ORIGIN);
  }

  /**
   * Makes a blocking call on another thread and lets as much time pass as it needs: whenever all
   * are idle, time jumps to the next due time. What only looks or tells, such as the report that a
   * start is slow, is woken on the way, but no time passes for it alone.
   *
   * @return what {@code call} returns
   * @throws IllegalStateException as {@link #advance}, and if nobody is busy and nothing is due
   *     while the call has not returned
   * @throws Exception what {@code call} throws; an {@link Error} comes out as it is, too
   */
  public <T extends @Nullable Object> T drive(Callable<T> call) throws Exception {
    FutureTask<T> result = new FutureTask<>(Objects.requireNonNull(call, "call"));
    turns.takeTheWheel();
    try {
      turns.awaitAllIdle();
      start("drive", result);
      long seen = turns.awaitAllIdle();
      while (!result.isDone()) {
        if (!turns.wakeNextOnTheWayToADeadline(horizon())) {
          turns.awaitOutside(seen);
        }
        seen = turns.awaitAllIdle();
      }
    } finally {
      turns.releaseTheWheel();
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /**
   * As {@link #drive(Callable)}, for a call that returns nothing, such as {@code host::start}.
   *
   * @throws IllegalStateException as for {@link #drive(Callable)}
   * @throws Exception what the call throws
   */
  public void drive(Action call) throws Exception {
    Objects.requireNonNull(call, "call");
    Object unused =
        drive(() -> {
          call.run();
          return call;
        });
  }

  private long horizon() {
    return nanoTime() + Math.min(CENTURY, left().toNanos());
  }

  /** Starts a virtual thread that takes its turn as Innkeeper's own do. */
  public Thread start(String name, Runnable body) {
    Objects.requireNonNull(name, "name");
    return Thread.ofVirtual().name(name).start(enlist(body));
  }

  /**
   * Steps the wall clock forward, or back if negative, once all are idle. {@link #nanoTime()} does
   * not move and nobody is woken, as when a machine's clock is set. Who waits for the wall clock
   * looks at it again within a minute.
   *
   * @throws IllegalArgumentException if the clock would be so near to the ends of what an {@link
   *     Instant} can be that time could not pass
   * @throws IllegalStateException as {@link #advance}
   */
  public void moveWallClock(Duration step) {
    Objects.requireNonNull(step, "step");
    turns.takeTheWheel();
    try {
      turns.awaitAllIdle();
      Instant origin = originAfter(step);
      turns.moveWallClock(() -> wallOrigin = origin);
    } finally {
      turns.releaseTheWheel();
    }
  }

  private Instant originAfter(Duration step) {
    Duration back = Duration.between(wallOrigin, EARLIEST);
    Duration forward = Duration.between(wallOrigin, LATEST);
    if (step.compareTo(back) < 0 || step.compareTo(forward) > 0) {
      throw new IllegalArgumentException(
          "step must be from " + back + " to " + forward + ", to stay in the calendar: " + step);
    }
    return wallOrigin.plus(step);
  }

  /**
   * How long, in real time, a thread that is not the host's may wait outside {@link #drive} while
   * nothing can end its wait: every known thread is idle, nobody moves the time, and no {@link
   * #idle} is open. Then its wait throws an {@link IllegalStateException} instead of hanging. A
   * wait of the host's own threads, the services', never does. Zero: no limit. Default: ten
   * seconds.
   *
   * @throws IllegalArgumentException if the limit is negative or over 146 years
   */
  public void limitUndrivenWaits(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    if (limit.isNegative() || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("limit must be from zero to 146 years: " + limit);
    }
    turns.limitUndrivenWaits(limit.toNanos());
  }

  @Override
  public long nanoTime() {
    return turns.now();
  }

  @Override
  public Instant instant() {
    return wallOrigin.plusNanos(turns.now() - Sleepers.ORIGIN);
  }

  @Override
  public void park(Object blocker) {
    Objects.requireNonNull(blocker, "blocker");
    turns.park(blocker, null);
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    Objects.requireNonNull(blocker, "blocker");
    turns.park(blocker, () -> deadline);
  }

  @Override
  public void parkUntil(Object blocker, long deadline, long look) {
    Objects.requireNonNull(blocker, "blocker");
    turns.park(blocker, deadline, look);
  }

  @Override
  public long sharedWakeUp(long deadline, Duration tolerance) {
    return Sleepers.ORIGIN + TimeSource.super.sharedWakeUp(deadline - Sleepers.ORIGIN, tolerance);
  }

  @Override
  public void parkUntil(Object blocker, Instant deadline) {
    Objects.requireNonNull(blocker, "blocker");
    Objects.requireNonNull(deadline, "deadline");
    turns.parkByWallClock(blocker, () -> nanoTimeAfter(Duration.between(instant(), deadline)));
  }

  @Override
  public void letOthersRun() {
    turns.yieldTurn();
  }

  @Override
  public void unpark(Thread thread) {
    turns.unpark(Objects.requireNonNull(thread, "thread"));
  }

  @Override
  public void interrupt(Thread thread) {
    Objects.requireNonNull(thread, "thread").interrupt();
    turns.wakeIfWaiting(thread);
  }

  /** The end of a thread is real: it is awaited in real time, for at most ten seconds. */
  @Override
  public boolean join(Thread thread, long deadline) throws InterruptedException {
    Objects.requireNonNull(thread, "thread");
    turns.goOutside();
    try {
      return thread.join(Duration.ofNanos(TurnScheduler.PATIENCE));
    } finally {
      turns.comeBack();
    }
  }

  @Override
  public <T extends @Nullable Object> T idle(Callable<T> outside) throws Exception {
    Objects.requireNonNull(outside, "outside");
    turns.goOutside();
    try {
      return outside.call();
    } finally {
      turns.comeBack();
    }
  }

  @Override
  public Runnable enlist(Runnable body) {
    Objects.requireNonNull(body, "body");
    Enlisted enlisted = new Enlisted(turns, Participant.enlisted(), body);
    turns.admit(enlisted.participant);
    return enlisted;
  }

  @Override
  public void dismiss(Runnable enlisted) {
    turns.leave(((Enlisted) Objects.requireNonNull(enlisted, "enlisted")).participant);
  }

  private record Enlisted(TurnScheduler turns, Participant participant, Runnable body)
      implements Runnable {

    @Override
    public void run() {
      turns.begin(participant);
      try {
        body.run();
      } finally {
        turns.leave(participant);
      }
    }
  }

  @Override
  public String toString() {
    Duration passed = LONGEST.minus(left());
    return "ManualTimeSource[" + passed + " after its start; " + turns.describe() + "]";
  }
}
