package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;

/** A scheduler in a host in manual time, and bodies that mark what they do. */
final class SchedulerFixture {

  final HostFixture fixture = new HostFixture();
  final ManualTimeSource time = fixture.time;
  final JobScheduler scheduler = JobScheduler.builder("reminders").build();

  Host start() throws Exception {
    return fixture.start(fixture.host().jobScheduler(scheduler));
  }

  ScheduledJob.Body marks(String what) {
    return run -> fixture.mark(what + " " + run.number());
  }

  ScheduledJob.Body takes(String what, long seconds) {
    return run -> {
      fixture.mark(what + " " + run.number() + " begins");
      HostFixture.sleep(time, HostFixture.seconds(seconds));
      fixture.mark(what + " " + run.number() + " ends");
    };
  }

  /** What was marked since the last time. */
  List<String> trail() {
    List<String> marked = List.copyOf(fixture.trail);
    fixture.trail.clear();
    return marked;
  }
}
