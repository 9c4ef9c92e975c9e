package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.TestDatabase.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report, in manual time. */
class DailyReportTest {

  /** Midnight is at 23:00 in UTC. */
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path folder;

  @Test
  void atMidnightTheDayThatIsOverIsReportedAndOnRequestTheDaySoFar() throws Exception {
    ManualTimeSource time = new ManualTimeSource(Instant.parse("2026-11-23T12:00:00Z"));
    try (TestDatabase database = TestDatabase.in(folder)) {
      DailyReport report = new DailyReport(database.database(), BERLIN);
      RecurringJob job =
          RecurringJob.on(Schedule.daily(LocalTime.MIDNIGHT, BERLIN)).build(report::run);
      Host host = Host.builder("test").recurring("report", job).timeSource(time).build();
      host.start();
      order(database, "2026-11-22T23:00:00Z", null); // the first of the 23rd
      order(database, "2026-11-23T22:59:59Z", "2026-11-23T22:59:59Z"); // its last
      order(database, "2026-11-22T22:59:59Z", "2026-11-23T01:00:00Z"); // mailed on the 23rd
      order(database, "2026-11-23T23:00:00Z", "2026-11-23T23:00:00Z"); // of the 24th

      time.advance(Duration.ofHours(12));
      assertEquals(List.of("2026-11-23 2 orders 2 mails"), rows(database));

      time.drive(() -> reportNow(job));
      order(database, "2026-11-24T12:00:00Z", null);
      time.drive(() -> reportNow(job));
      assertEquals(
          List.of("2026-11-23 2 orders 2 mails", "2026-11-24 2 orders 1 mails"), rows(database));
      assertEquals(Optional.of(RunOutcome.SUCCEEDED), job.status().lastOutcome());
      assertEquals(0, job.status().failures());
      time.drive(host::stop);
    }
  }

  private static RunOutcome reportNow(RecurringJob job) throws InterruptedException {
    job.runNow().await();
    return job.status().lastOutcome().orElseThrow();
  }

  private static void order(TestDatabase database, String placed, String mailed) {
    UUID id = database.orders(Instant.parse(placed)).place(REQUEST).order().id();
    if (mailed != null) {
      database.execute("update orders set mailed_at = '%s' where id = '%s'".formatted(mailed, id));
    }
  }

  private static List<String> rows(TestDatabase database) {
    return database
        .rows("select sold_on, orders, mails from daily_reports order by sold_on")
        .stream()
        .map(r -> r.get("sold_on") + " " + r.get("orders") + " orders " + r.get("mails") + " mails")
        .toList();
  }
}
