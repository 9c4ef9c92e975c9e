package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the runs of a recurring job do, who asks for one, and what is heard of them. */
final class RecurringJobFixture {

  /** When manual time begins. */
  static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");

  private final HostFixture fixture;

  /** What a listener hears of runs and of skipped ticks. */
  final List<String> events = new CopyOnWriteArrayList<>();

  RecurringJobFixture(HostFixture fixture) {
    this.fixture = fixture;
  }

  /** Marks what it does; each run takes as long as it says, the last for all that follow. */
  RecurringJob.Body taking(long... seconds) {
    return run -> {
      fixture.mark("run " + run.number());
      int which = (int) Math.min(run.number(), seconds.length) - 1;
      try {
        sleep(fixture.time, seconds(seconds[which]));
      } catch (InterruptedException e) {
        fixture.mark("run " + run.number() + " interrupted");
        throw e;
      }
      if (seconds[which] > 0) {
        fixture.mark("run " + run.number() + " done");
      }
    };
  }

  static RecurringJob.Body failing(int times) {
    return run -> {
      if (run.number() <= times) {
        throw new IllegalStateException("crash " + run.number());
      }
    };
  }

  /** A host with the job, which is called 'job', and a listener. */
  Host host(RecurringJob job) {
    return fixture.host().recurring("job", job).listener(this::hear).build();
  }

  private void hear(HostEvent event) {
    if (event instanceof HostEvent.RunEnded e) {
      events.add("run " + e.run() + " " + e.outcome() + " after " + e.took().toSeconds());
    } else if (event instanceof HostEvent.TicksSkipped e) {
      events.add(e.ticks() + " skipped" + (e.repeated() ? " again" : ""));
    }
  }

  /** Asks for a run, and lets it begin if it can. */
  JobHandle<Void> request(RecurringJob job) throws Exception {
    JobHandle<Void> handle = fixture.time.drive(job::runNow);
    fixture.time.advance(Duration.ZERO);
    return handle;
  }
}
