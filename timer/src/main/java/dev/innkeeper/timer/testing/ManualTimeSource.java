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
 * <p><b>Clocks.</b> {@link #instant()} and {@link #nanoTime()} move together; {@link
 * #moveWallClock} moves the first alone. {@link #nanoTime()} starts five minutes before it wraps
 * around, as Linux's jiffies do, so that code which compares times with {@code <} fails in a test.
 *
 * <p><b>Threads:</b> every method may be called from any thread; {@link #advance} and {@link
 * #drive} by one at a time, and not by a thread whose time it is.
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

  /** Time that starts at {@code start}. */
  public ManualTimeSource(Instant start) {
    this(start, null);
  }

  private ManualTimeSource(Instant start, @Nullable SplittableRandom random) {
    wallOrigin = Objects.requireNonNull(start, "start");
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
   * @throws IllegalArgumentException if the duration is negative
   * @throws IllegalStateException if a thread stays busy for ten seconds of real time, or if
   *     another thread moves the time already
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    turns.takeTheWheel();
    try {
      turns.awaitAllIdle();
      long target = nanoTimeAfter(duration);
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
   * @throws IllegalArgumentException if the duration is negative
   * @throws IllegalStateException as {@link #advance}
   */
  public void freeze(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    turns.takeTheWheel();
    try {
      turns.awaitAllIdle();
      long target = nanoTimeAfter(duration);
      turns.moveTo(target);
      while (turns.wakeNext(target)) {
        turns.awaitAllIdle();
      }
    } finally {
      turns.releaseTheWheel();
    }
  }

  /**
   * Makes a blocking call on another thread and lets as much time pass as it needs: whenever all
   * are idle, time jumps to the next due time.
   *
   * @return what {@code call} returns
   * @throws IllegalStateException as {@link #advance}, and if nobody is busy and nothing is due
   *     while the call has not returned
   * @throws Exception what {@code call} throws; an {@link Error} comes out as it is, too
   */
  public <T extends @Nullable Object> T drive(Callable<T> call) throws Exception {
    FutureTask<T> result = new FutureTask<>(call);
    turns.takeTheWheel();
    try {
      start("drive", result);
      long seen = turns.awaitAllIdle();
      while (!result.isDone()) {
        if (!turns.wakeNext(nanoTime() + CENTURY)) {
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

  /** Starts a virtual thread that takes its turn as Innkeeper's own do. */
  public Thread start(String name, Runnable body) {
    return Thread.ofVirtual().name(name).start(enlist(body));
  }

  /**
   * Steps the wall clock forward, or back if negative. {@link #nanoTime()} does not move and nobody
   * is woken, as when a machine's clock is set. Who waits for the wall clock looks at it again
   * within a minute.
   */
  public void moveWallClock(Duration step) {
    turns.moveWallClock(() -> wallOrigin = wallOrigin.plus(step));
  }

  @Override
  public long nanoTime() {
    return turns.now();
  }

  @Override
  public Instant instant() {
    return wallOrigin.plusNanos(turns.now() - TurnScheduler.ORIGIN);
  }

  @Override
  public void park(Object blocker) {
    turns.park(blocker, null);
  }

  @Override
  public void parkUntil(Object blocker, long deadline) {
    turns.park(blocker, () -> deadline);
  }

  @Override
  public void parkUntil(Object blocker, Instant deadline) {
    turns.parkByWallClock(blocker, () -> nanoTimeAfter(Duration.between(instant(), deadline)));
  }

  @Override
  public void letOthersRun() {
    turns.yieldTurn();
  }

  @Override
  public void unpark(Thread thread) {
    turns.unpark(thread);
  }

  @Override
  public void interrupt(Thread thread) {
    thread.interrupt();
    turns.wakeIfWaiting(thread);
  }

  /** The end of a thread is real: it is awaited in real time, for at most ten seconds. */
  @Override
  public boolean join(Thread thread, long deadline) throws InterruptedException {
    turns.goOutside();
    try {
      return thread.join(Duration.ofNanos(TurnScheduler.PATIENCE));
    } finally {
      turns.comeBack();
    }
  }

  @Override
  public <T extends @Nullable Object> T idle(Callable<T> outside) throws Exception {
    turns.goOutside();
    try {
      return outside.call();
    } finally {
      turns.comeBack();
    }
  }

  @Override
  public Runnable enlist(Runnable body) {
    Enlisted enlisted = new Enlisted(turns, Participant.enlisted(), body);
    turns.admit(enlisted.participant);
    return enlisted;
  }

  @Override
  public void dismiss(Runnable enlisted) {
    turns.leave(((Enlisted) enlisted).participant);
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
    Duration passed = Duration.ofNanos(nanoTime() - TurnScheduler.ORIGIN);
    return "ManualTimeSource[" + passed + " after its start; " + turns.describe() + "]";
  }
}
