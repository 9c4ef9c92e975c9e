package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of one life of a service, and the times of the ladder on which it is stopped. */
final class Life {

  /** What its work is doing. */
  enum Work {
    NONE,
    RUNS,
    ENDED,
    /** It is inside {@link System#exit}: it counts as ended, and its thread never will. */
    EXITS
  }

  /**
   * The work of a background service is interrupted after that long at the latest; of one that has
   * things to finish, that long before the end of its time.
   */
  private static final long SHORT_GRACE = Duration.ofSeconds(2).toNanos();

  final int number;
  Traits traits;

  /** A call is in progress; and how many there have been. */
  boolean inCall;

  int calls;

  /** When the call in progress is interrupted, if that was set. */
  long callInterruptAt;

  long startBegan;

  /** Its start has returned: its stop is owed. */
  boolean startReturned;

  /** What is around the start has failed, although it has returned. */
  boolean failedToStart;

  boolean ready;

  /** What is known of its health, by the source; null: nothing was ever said. */
  private @Nullable Map<HealthSource, Health> health;

  private @Nullable HealthSource healthChangedBy;

  /** That it has started was told. */
  boolean startTold;

  Work work = Work.NONE;

  /** It is to end, because it failed: what follows is decided. */
  boolean ends;

  /** It is on its way down although the host runs on, or was when the host's stop began. */
  boolean leaving;

  /** When its start was interrupted, to end; null: it was not. */
  @Nullable Long startGivenUpAt;

  /** It was told to stop, and since when. */
  boolean asked;

  long askedAt;
  boolean hasHooks;

  /** When it is abandoned, if that was set. */
  boolean hasEnd;

  long end;

  /** Its end has come nearer: then its work is interrupted at that time, if not before. */
  private boolean hastened;

  private long latestInterrupt;

  /** It was up when the host's stop began: it goes through the steps around it. */
  boolean takesPart;

  /** What it has for the host's stop was set. */
  boolean hasShare;

  /** The step before the stop takes its time; it is not waited for any longer. */
  boolean stepIsLimited;

  boolean stepOver;

  /** The work is not waited for any longer. */
  boolean graceOver;

  Life(int number, ServicePlan plan, Traits traits) {
    this.number = number;
    this.ready = !plan.waitForReady();
    this.traits = traits;
  }

  /** Whether what was said last came from its jobs, which tell of themselves otherwise. */
  boolean isHealthOfJobs() {
    return healthChangedBy == HealthSource.JOBS;
  }

  void healthIs(HealthSource source, Health now) {
    healthChangedBy = source;
    if (health == null) {
      health = new EnumMap<>(HealthSource.class);
    }
    health.put(source, now);
  }

  /** The worst of what is known. */
  Health health() {
    Health worst = Health.up();
    if (health != null) {
      for (Health each : health.values()) {
        worst = worst.orWorse(each);
      }
    }
    return worst;
  }

  /** Others may count on it. */
  boolean hasStarted() {
    return startReturned && ready && !failedToStart;
  }

  boolean works() {
    return work == Work.RUNS;
  }

  /** Its end comes at {@code time}, unless it was to come earlier. */
  void endsBy(long time) {
    end = hasEnd && time - end > 0 ? end : time;
    hasEnd = true;
  }

  /** In the stop, after the process stood still: it has until {@code time}, and no longer. */
  void comesNearer(long time, long now) {
    end = time;
    hastened = true;
    latestInterrupt = latestInterrupt(now, time);
  }

  /** Its lease is over: whatever was chosen for it, its work is interrupted then. */
  void isInterruptedAt(long time) {
    hastened = true;
    latestInterrupt = time;
  }

  // ---- the ladder, once it was asked

  /** When its work is interrupted. */
  long interruptAt(ServicePlan plan) {
    long planned = askedAt + graceOfWork(plan, end - askedAt);
    return hastened && latestInterrupt - planned < 0 ? latestInterrupt : planned;
  }

  /** After the interrupt the work has half of the rest; then the stop is called beside it. */
  long endOfGrace(ServicePlan plan) {
    return middle(interruptAt(plan), end);
  }

  /**
   * How long the work is not interrupted, of the time that it has. One that has things to finish
   * has the greater part of it, but never all: what it could not finish it hands back.
   */
  private long graceOfWork(ServicePlan plan, long left) {
    long smaller = traits.works() ? Math.min(left / 2, SHORT_GRACE) : left / 2;
    long most = traits.drains() ? left - smaller : left;
    Duration chosen = plan.interruptAfter();
    if (chosen != null) {
      return Math.min(most, Durations.nanos(chosen));
    }
    return traits.drains() ? most : smaller;
  }

  /** When a stop that begins now is interrupted. That of one that drains is for handing back. */
  long interruptOfStop(ServicePlan plan, long now) {
    long left = Math.max(0, end - now);
    Duration chosen = traits.drains() ? null : plan.interruptAfter();
    return now + (chosen == null ? left / 2 : Math.min(left, Durations.nanos(chosen)));
  }

  /**
   * When something that has less time than it was to have is interrupted at the latest, whatever
   * was chosen for it: it needs time to end by that.
   */
  static long latestInterrupt(long now, long end) {
    return end - Math.min(Math.max(0, end - now) / 2, SHORT_GRACE);
  }

  static long middle(long from, long to) {
    return from + Math.max(0, to - from) / 2;
  }
}
