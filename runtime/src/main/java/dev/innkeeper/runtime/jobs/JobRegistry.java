package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.calendar.Clocks;
import dev.innkeeper.timer.calendar.ElapsedSchedule;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The jobs of a {@link JobScheduler}, over all lives of its service. From any thread. */
final class JobRegistry {

  private record SchedulerStatus(int jobs, long skipped) implements JobScheduler.Status {}

  private final String name;
  private final Tolerance tolerance;
  private final @Nullable Function<? super String, String> description;

  /** Guards the agenda, all jobs, and what is not one thread's of each life. */
  private final SchedulerLock lock = new SchedulerLock();

  private final Agenda agenda;

  /** Those that have not ended. Changed under the lock, read without. */
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

  /** Guarded by the lock. */
  private long skipped;

  JobRegistry(
      String name, Tolerance tolerance, @Nullable Function<? super String, String> description) {
    this.name = name;
    this.tolerance = tolerance;
    this.description = description;
    this.agenda = new Agenda(tolerance);
  }

  String name() {
    return name;
  }

  Tolerance tolerance() {
    return tolerance;
  }

  SchedulerLock lock() {
    return lock;
  }

  /** Guarded by the lock. */
  Agenda agenda() {
    return agenda;
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  // ---- for users

  ScheduledJob add(
      String key,
      Function<ScheduleOptions, Timing> timing,
      ScheduledJob.Body body,
      Consumer<ScheduleOptions> options) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(body, "body");
    ScheduleOptions choices = new ScheduleOptions();
    Objects.requireNonNull(options, "options").accept(choices);
    Timing spec = timing.apply(choices);
    Entry entry = new Entry(this, key, spec, body, choices.chosenFor(spec), choices.isPaused());
    RunTurns.Waiting cancelled =
        anchored(entry::timing, anchored -> publish(entry, anchored, choices.replaces()));
    if (cancelled != null) {
      cancelled.tell();
    }
    return new JobOfScheduler(this, entry);
  }

  /** Returns what waited of the job that it takes the place of, if it does. */
  private RunTurns.@Nullable Waiting publish(Entry entry, Timing timing, boolean replaces) {
    Entry there = entries.get(entry.key());
    if (there != null && !replaces) {
      throw new IllegalStateException(
          "scheduler '"
              + name
              + "' has a job with the key '"
              + shown(entry)
              + "' already: cancel that, or choose ScheduleOptions.replace()");
    }
    RunTurns.Waiting waiting = there == null ? null : there.end();
    entries.put(entry.key(), entry);
    entry.goBy(timing);
    return waiting;
  }

  void reschedule(Entry entry, Timing spec) {
    anchored(
        () -> spec,
        timing -> {
          entry.goBy(timing);
          return entry;
        });
  }

  /**
   * Has {@code section} run under the lock, with a timing that counts from now; before the first
   * start of the service, with one that does not yet. A schedule is asked without the lock.
   */
  private <T extends @Nullable Object> T anchored(
      Supplier<Timing> spec, Function<Timing, T> section) {
    while (true) {
      TimeSource time = lock.get(agenda::time);
      Timing timing = time == null ? spec.get() : spec.get().anchoredAt(Clocks.of(time));
      Done<T> done = lock.get(() -> agenda.goesBy(time) ? new Done<>(section.apply(timing)) : null);
      if (done != null) {
        return done.result;
      }
    }
  }

  private record Done<T extends @Nullable Object>(T result) {}

  boolean cancel(Entry entry) {
    RunTurns.Waiting waiting =
        lock.get(() -> {
          RunTurns.Waiting left = entry.end();
          forget(entry);
          return left;
        });
    if (waiting == null) {
      return false;
    }
    waiting.tell();
    return true;
  }

  JobHandle<Void> request(Entry entry) {
    return lock.get(() -> {
      SchedulerWork work = agenda.work();
      if (entry.hasEnded()) {
        throw new RejectedExecutionException(
            "job '" + shown(entry) + "' takes no more requests: it has ended");
      }
      if (work == null || work.isStopping()) {
        throw new RejectedExecutionException(
            "job '"
                + shown(entry)
                + "' takes no requests: the service of scheduler '"
                + name
                + "' does not run, or is ending");
      }
      return entry.request(work).handle();
    });
  }

  Optional<ScheduledJob> find(String key) {
    return Optional.ofNullable(entries.get(key)).map(entry -> new JobOfScheduler(this, entry));
  }

  List<ScheduledJob> jobs() {
    return entries.values().stream()
        .<ScheduledJob>map(entry -> new JobOfScheduler(this, entry))
        .toList();
  }

  JobScheduler.Status status() {
    return new SchedulerStatus(entries.size(), lock.get(() -> skipped));
  }

  // ---- what a job can go by

  Timing.Every every(Duration period) {
    PeriodicTimer.builder(period); // refuses what no timer takes: one rule for both
    tolerance.check(period, name);
    return new Timing.Every(Durations.nanos(period));
  }

  /** One that goes by elapsed time alone is a period. */
  Timing on(Schedule schedule) {
    Objects.requireNonNull(schedule, "schedule");
    return schedule instanceof ElapsedSchedule elapsed
        ? every(elapsed.period())
        : new Timing.On(schedule);
  }

  static Timing after(Duration delay) {
    return new Timing.After(Durations.nanos(Durations.zeroOrMore("delay", delay)));
  }

  // ---- for its jobs and lives

  /** Under the lock; null before the first life. */
  @Nullable Clocks now() {
    TimeSource time = agenda.time();
    return time == null ? null : Clocks.of(time);
  }

  /** Under the lock: it has ended. */
  void forget(Entry entry) {
    entries.remove(entry.key(), entry);
  }

  /** Under the lock. */
  void countSkipped(long ticks) {
    skipped += ticks;
  }

  /** What a run is called instead of by its number, if that was chosen. */
  String label(Entry entry, long serial) {
    return description == null
        ? Long.toString(serial)
        : Shown.label(() -> description.apply(entry.key()));
  }

  /** Its key, in the message of an exception. */
  String shown(Entry entry) {
    return Shown.text(entry.key());
  }

  /**
   * A life begins.
   *
   * @throws IllegalStateException if the one before has not ended
   */
  void begin(SchedulerWork life) {
    boolean anew =
        lock.get(() -> {
          SchedulerWork before = agenda.work();
          if (before != null) {
            throw new IllegalStateException(
                "scheduler '"
                    + before.context().name()
                    + "' is a service already; a second one needs a second scheduler");
          }
          boolean isAnew = agenda.begins(life, life.time(), life.port().seed());
          for (Entry entry : entries.values()) {
            entry.beginLife();
            if (isAnew) {
              entry.withdraw();
            }
          }
          return isAnew;
        });
    if (!anew) {
      return;
    }
    try {
      Clocks now = Clocks.of(life.time());
      entries.values().forEach(entry -> anchor(entry, now));
    } catch (Throwable t) {
      lock.run(agenda::ends); // a start that has failed is not followed by a stop
      throw t;
    }
  }

  /** It was added before there was a time to count from, or counted in the time of another host. */
  private void anchor(Entry entry, Clocks now) {
    Timing spec = lock.get(() -> entry.isToBeAnchored() ? entry.timing() : null);
    if (spec == null) {
      return;
    }
    try {
      Timing timing = spec.anchoredAt(now);
      lock.run(() -> {
        if (entry.goesBy(spec)) {
          entry.goBy(timing);
        }
      });
    } catch (Throwable t) {
      if (Thread.currentThread().isInterrupted()) {
        throw t; // the start is over
      }
      lock.run(() -> entry.isBroken(now.instant(), t));
    }
  }
}
