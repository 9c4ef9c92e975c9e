package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A job as users see it. */
record JobOfScheduler(JobRegistry registry, Entry entry) implements ScheduledJob {

  @Override
  public String key() {
    return entry.key();
  }

  @Override
  public boolean cancel() {
    return registry.cancel(entry);
  }

  @Override
  public JobHandle<Void> runNow() {
    return registry.request(entry);
  }

  @Override
  public void pause() {
    registry.lock().run(() -> entry.record().pause(true));
  }

  @Override
  public void resume() {
    registry.lock().run(entry::resume);
  }

  @Override
  public void rescheduleEvery(Duration period) {
    registry.reschedule(entry, registry.every(period));
  }

  @Override
  public void reschedule(Schedule schedule) {
    registry.reschedule(entry, registry.on(schedule));
  }

  @Override
  public void rescheduleAt(Instant instant) {
    registry.reschedule(entry, new Timing.At(Objects.requireNonNull(instant, "instant")));
  }

  @Override
  public void rescheduleAfter(Duration delay) {
    registry.reschedule(entry, JobRegistry.after(delay));
  }

  @Override
  public Status status() {
    return registry.lock().get(() -> entry.status(registry.now()));
  }

  @Override
  public String toString() {
    return "ScheduledJob[" + registry.shown(entry) + "]";
  }
}
