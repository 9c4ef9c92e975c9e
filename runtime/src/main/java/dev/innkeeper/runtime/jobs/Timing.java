package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.calendar.Clocks;
import dev.innkeeper.timer.calendar.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a {@link ScheduledJob} is due. What was asked for counts from a moment, at which it is
 * {@link #anchoredAt anchored}; the anchored one is guarded by the scheduler's lock.
 */
sealed interface Timing {

  /** The same, from that moment on. Asks a schedule for its first point. */
  Timing anchoredAt(Clocks now);

  boolean isAnchored();

  /** Has {@code entry} be due, {@code jitter} later than it should; without effect at the end. */
  void plan(Entry entry, long jitter, Agenda agenda);

  /** When it is due next, if ever, for people to read. */
  @Nullable Instant nextDue(Clocks now);

  /** In nanoseconds: its ticks are no closer, as far as is known. */
  default long period() {
    return Long.MAX_VALUE;
  }

  /** Whether it comes again and again, and one that is passed over is not made up for. */
  default boolean isRecurring() {
    return false;
  }

  /** There is nothing later than the last instant. */
  private static Instant later(Instant at, long nanos) {
    Duration left = Duration.between(at, Instant.MAX);
    return left.compareTo(Duration.ofNanos(nanos)) < 0 ? Instant.MAX : at.plusNanos(nanos);
  }

  /** By the monotonic clock. */
  abstract sealed class Monotonic implements Timing {

    private final boolean anchored;

    /** When it is due next, if it is anchored. */
    long due;

    private Monotonic() {
      anchored = false;
    }

    private Monotonic(long due) {
      this.due = due;
      anchored = true;
    }

    @Override
    public final boolean isAnchored() {
      return anchored;
    }

    @Override
    public final void plan(Entry entry, long jitter, Agenda agenda) {
      agenda.add(entry, due + jitter);
    }

    @Override
    public final Instant nextDue(Clocks now) {
      return now.instant().plusNanos(due - now.nanos());
    }
  }

  /** Once in each period. */
  final class Every extends Monotonic {

    private final long period;

    Every(long period) {
      this.period = period;
    }

    private Every(long period, long due) {
      super(due);
      this.period = period;
    }

    @Override
    public Every anchoredAt(Clocks now) {
      return new Every(period, now.nanos() + period);
    }

    @Override
    public long period() {
      return period;
    }

    /** The same, for the first time after that delay. */
    Timing delayedBy(long delay) {
      return new DelayedEvery(this, delay);
    }

    @Override
    public boolean isRecurring() {
      return true;
    }

    /** Goes on to the next point after {@code now}; returns how many it has passed over. */
    long advance(long now, long mostJitter) {
      long passed = Math.max(0, (now - due - mostJitter) / period);
      due += (passed + 1) * period;
      return passed;
    }

    /** The point before the next. */
    long last() {
      return due - period;
    }
  }

  /** Once in each period, for the first time after a delay; not anchored. */
  record DelayedEvery(Every every, long delay) implements Timing {

    @Override
    public Every anchoredAt(Clocks now) {
      return new Every(every.period, now.nanos() + delay);
    }

    @Override
    public boolean isAnchored() {
      return false;
    }

    @Override
    public long period() {
      return every.period;
    }

    @Override
    public void plan(Entry entry, long jitter, Agenda agenda) {
      throw new IllegalStateException("not anchored");
    }

    @Override
    public @Nullable Instant nextDue(Clocks now) {
      return null;
    }

    @Override
    public boolean isRecurring() {
      return true;
    }
  }

  /** Once, after a delay. */
  final class After extends Monotonic {

    private final long delay;

    After(long delay) {
      this.delay = delay;
    }

    private After(long delay, long due) {
      super(due);
      this.delay = delay;
    }

    @Override
    public After anchoredAt(Clocks now) {
      return new After(delay, now.nanos() + delay);
    }
  }

  /** Once, by the wall clock. */
  record At(Instant at) implements Timing {

    @Override
    public At anchoredAt(Clocks now) {
      return this;
    }

    @Override
    public boolean isAnchored() {
      return true;
    }

    @Override
    public void plan(Entry entry, long jitter, Agenda agenda) {
      agenda.add(entry, later(at, jitter));
    }

    @Override
    public Instant nextDue(Clocks now) {
      return at;
    }
  }

  /** At the points of a schedule, by the wall clock. */
  final class On implements Timing {

    private final Schedule schedule;

    private final @Nullable Course course;

    /** By how much the next run is late, by choice. */
    private long jitter;

    On(Schedule schedule) {
      this.schedule = schedule;
      this.course = null;
    }

    private On(Schedule schedule, Course course) {
      this.schedule = schedule;
      this.course = course;
    }

    @Override
    public On anchoredAt(Clocks now) {
      return new On(schedule, new Course(schedule, now.instant()));
    }

    @Override
    public boolean isAnchored() {
      return course != null;
    }

    Course course() {
      return Objects.requireNonNull(course, "not anchored");
    }

    /** Or at its end, or not anchored yet. */
    boolean isDueBy(Instant now) {
      Instant due = course == null ? null : course.due();
      return due == null || !due.isAfter(now);
    }

    /** What a run that is due now stands for. Asks the schedule. */
    Course.Step step(Instant now) {
      Instant withoutJitter = now.minusNanos(jitter);
      return course().step(MissedTicks.SKIP, withoutJitter, withoutJitter);
    }

    @Override
    public void plan(Entry entry, long drawn, Agenda agenda) {
      Instant due = course().due();
      jitter = drawn;
      if (due != null) {
        agenda.add(entry, later(due, jitter));
      }
    }

    @Override
    public @Nullable Instant nextDue(Clocks now) {
      return course().due();
    }

    @Override
    public boolean isRecurring() {
      return true;
    }
  }
}
