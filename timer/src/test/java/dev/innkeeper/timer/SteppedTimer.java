package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A timer under a clock that is set: its ticks are checked between one step and the next. */
final class SteppedTimer implements AutoCloseable {

  /** A schedule, and how long one has to look at it. */
  record Kind(Schedule schedule, boolean hasFixedHours, Duration enough) {

    @Override
    public String toString() {
      return schedule.toString();
    }
  }

  static final Instant BEGIN = Instant.parse("2001-01-09T11:22:00Z");

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Kind kind;
  private final ManualTimeSource time = new ManualTimeSource(BEGIN);
  private final WarningTrail warnings = new WarningTrail(CalendarTimer.class);
  private final List<Instant> ticks = new CopyOnWriteArrayList<>();
  private final Set<Instant> run = new HashSet<>();
  private Instant from = BEGIN;
  private Instant to = BEGIN;
  private int setBack;

  SteppedTimer(Kind kind) {
    this.kind = kind;
  }

  ManualTimeSource time() {
    return time;
  }

  SteppedTimer begin() {
    from = time.instant();
    to = from;
    CalendarTimer timer = CalendarTimer.builder(kind.schedule()).timeSource(time).build();
    time.start("consumer", () -> consume(timer));
    return this;
  }

  private void consume(CalendarTimer timer) {
    try {
      while (timer.waitForNextTick()) {
        assertFalse(timer.lastScheduled().isAfter(time.instant()), "early");
        ticks.add(timer.lastScheduled());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  SteppedTimer set(Duration step) {
    time.moveWallClock(step);
    setBack += step.isNegative() ? 1 : 0;
    from = time.instant();
    return this;
  }

  /** Lets time pass, and looks at what was run in it. */
  SteppedTimer look(Duration passing) {
    time.advance(passing);
    List<Instant> missed = ticks.stream().filter(tick -> !tick.isAfter(from)).toList();
    List<Instant> came = ticks.stream().filter(tick -> tick.isAfter(from)).toList();
    assertTrue(missed.size() <= 1, "one for all that were jumped over: " + missed);
    assertTrue(missed.stream().allMatch(tick -> tick.isAfter(to)), "jumped over: " + missed);
    to = time.instant();
    List<Instant> due = points(from.plus(MINUTE), to);
    assertEquals(due, came.stream().filter(at -> at.isAfter(from.plus(MINUTE))).toList());
    if (kind.hasFixedHours()) {
      assertTrue(Collections.disjoint(run, ticks), "again: " + ticks);
      assertEquals(new HashSet<>(ticks).size(), ticks.size(), "twice: " + ticks);
    }
    long told = warnings.messages().stream().filter(line -> line.contains("set back")).count();
    assertEquals(setBack, told, warnings.messages().toString());
    run.addAll(ticks);
    ticks.clear();
    from = to;
    return this;
  }

  /** Those after {@code begin} until {@code end}, but not what was run, if that counts. */
  private List<Instant> points(Instant begin, Instant end) {
    List<Instant> points = new ArrayList<>();
    Instant point = kind.schedule().next(begin);
    while (!point.isAfter(end)) {
      if (!kind.hasFixedHours() || !run.contains(point)) {
        points.add(point);
      }
      point = kind.schedule().next(point);
    }
    return points;
  }

  @Override
  public void close() {
    warnings.close();
  }
}
