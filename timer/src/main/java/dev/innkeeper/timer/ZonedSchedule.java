package dev.innkeeper.timer;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A schedule on the local time of a zone, with a choice of what daylight saving does to it.
 *
 * <pre>{@code
 * Schedule.daily(LocalTime.of(2, 30), berlin)
 *     .onGap(ZonedSchedule.Gap.SKIP)                // not at all on a day without 2:30
 *     .onOverlap(ZonedSchedule.Overlap.LAST);       // the second 2:30 of a day that has two
 * }</pre>
 *
 * <p>A schedule with every hour has no use for the choice: it goes by elapsed time. Two local times
 * that come to the same instant are one. Immutable; made by {@link Schedule}.
 *
 * @since 0.1
 */
public final class ZonedSchedule implements Schedule {

  /** What becomes of a local time that does not exist, as the clocks were set forward over it. */
  public enum Gap {
    /** It happens when the gap ends: 2:30 at 3:00, if the clocks go from 2:00 to 3:00. */
    RUN_AT_END,
    /** It does not happen. */
    SKIP
  }

  /** What becomes of a local time that exists twice, as the clocks were set back over it. */
  public enum Overlap {
    /** It happens at the earlier. */
    FIRST,
    /** It happens at the later. */
    LAST
  }

  /** A local time reaches a year less far than an instant, and is up to a day from its instant. */
  private static final Instant EARLIEST = LocalDateTime.MIN.plusDays(1).toInstant(ZoneOffset.UTC);

  static final Instant LATEST = LocalDateTime.MAX.minusDays(1).toInstant(ZoneOffset.UTC);

  /**
   * What is not found in so many years is never: the calendar and the rules of a zone repeat
   * themselves after 400 years, and the list of a zone's past changes is shorter than that.
   */
  private static final int YEARS_TO_SEARCH = 800;

  private final String text;
  private final LocalPattern pattern;
  private final ZoneId zone;
  private final Gap gap;
  private final Overlap overlap;

  ZonedSchedule(String text, LocalPattern pattern, ZoneId zone) {
    this(text, pattern, zone, Gap.RUN_AT_END, Overlap.FIRST);
  }

  private ZonedSchedule(String text, LocalPattern pattern, ZoneId zone, Gap gap, Overlap overlap) {
    this.text = text;
    this.pattern = pattern;
    this.zone = Objects.requireNonNull(zone, "zone");
    this.gap = Objects.requireNonNull(gap, "gap");
    this.overlap = Objects.requireNonNull(overlap, "overlap");
  }

  /** This schedule, with this choice for local times that a day lacks. */
  public ZonedSchedule onGap(Gap choice) {
    return new ZonedSchedule(text, pattern, zone, choice, overlap);
  }

  /** This schedule, with this choice for local times that a day has twice. */
  public ZonedSchedule onOverlap(Overlap choice) {
    return new ZonedSchedule(text, pattern, zone, gap, choice);
  }

  /** The zone whose clocks it goes by. */
  public ZoneId zone() {
    return zone;
  }

  /**
   * Whether it is for once a day at each of its times, also when the wall clock is set back; else
   * it goes by elapsed time.
   */
  public boolean hasFixedHours() {
    return pattern.times().haveFixedHours();
  }

  /**
   * {@inheritDoc} A time that only ever falls into gaps, when those are skipped, has none; nor is
   * there one beyond the last year of {@link LocalDateTime}.
   */
  @Override
  public @Nullable Instant next(Instant after) {
    Objects.requireNonNull(after, "after");
    Instant from = after.isBefore(EARLIEST) ? EARLIEST : after;
    if (from.isAfter(LATEST)) {
      return null;
    }
    return pattern.times().fallInEveryHour() ? nextByElapsedTime(from) : nextByLocalTime(from);
  }

  /** In each stretch of one offset, local and elapsed time are the same: stretch by stretch. */
  private @Nullable Instant nextByElapsedTime(Instant after) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime from = LocalDateTime.ofInstant(after, offset);
    ZoneOffsetTransition change = rules.nextTransition(after);
    LocalDateTime local = pattern.next(from);
    while (change != null && local != null && !local.isBefore(change.getDateTimeBefore())) {
      offset = change.getOffsetAfter();
      local = pattern.next(change.getDateTimeAfter().minusNanos(1));
      change = rules.nextTransition(change.getInstant());
    }
    return local == null ? null : local.toInstant(offset);
  }

  /** Later local times never come to earlier instants, so the first that comes later is the one. */
  private @Nullable Instant nextByLocalTime(Instant after) {
    LocalDateTime from = beforeTheOverlap(LocalDateTime.ofInstant(after, zone));
    LocalDateTime local = pattern.next(from);
    while (local != null && from.until(local, ChronoUnit.YEARS) < YEARS_TO_SEARCH) {
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      Instant at = instantOf(local, change);
      if (at != null && at.isAfter(after)) {
        return at;
      }
      local = pattern.next(lastWithTheInstantOf(local, change));
    }
    return null;
  }

  /** In an overlap all of its local times may be still to come, at its second pass. */
  private LocalDateTime beforeTheOverlap(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isOverlap() ? change.getDateTimeAfter().minusNanos(1) : local;
  }

  private @Nullable Instant instantOf(LocalDateTime local, @Nullable ZoneOffsetTransition change) {
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return gap == Gap.RUN_AT_END ? change.getInstant() : null;
    }
    return local.toInstant(
        overlap == Overlap.FIRST ? change.getOffsetBefore() : change.getOffsetAfter());
  }

  /** All local times of a gap come to one instant, or to none. */
  private static LocalDateTime lastWithTheInstantOf(
      LocalDateTime local, @Nullable ZoneOffsetTransition change) {
    return change != null && change.isGap() ? change.getDateTimeAfter().minusNanos(1) : local;
  }

  @Override
  public String toString() {
    return text
        + " in "
        + zone
        + (gap == Gap.SKIP ? ", gap: SKIP" : "")
        + (overlap == Overlap.LAST ? ", overlap: LAST" : "");
  }
}
