package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.service.JobRun;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was sold on a day, as a row and a line of the log: the body of a recurring job. */
final class DailyReport {

  private static final Logger LOG = LoggerFactory.getLogger(DailyReport.class);

  /**
   * A day's result.
   *
   * @param mails the confirmations that were sent on that day, also for orders of the day before
   */
  record Report(LocalDate day, int orders, int mails, long cents) {}

  private final Database database;
  private final ZoneId zone;

  /** Days begin and end by the clocks of this zone. */
  DailyReport(Database database, ZoneId zone) {
    this.database = database;
    this.zone = zone;
  }

  /** Reports the day that is over, if the schedule says so, and else the day so far. */
  void run(JobRun run) {
    LocalDate today = run.scheduled().atZone(zone).toLocalDate();
    boolean isOver = run.trigger() == RunTrigger.SCHEDULE;
    Report report = database.transaction(t -> write(t, isOver ? today.minusDays(1) : today));
    LOG.info(
        "Report of {}: {} orders for {}, {} mails",
        report.day(),
        report.orders(),
        "%.2f".formatted(report.cents() / 100.0),
        report.mails());
  }

  /** Written again, by another shop or another run, it is replaced. */
  private Report write(Handle transaction, LocalDate day) {
    Instant begin = day.atStartOfDay(zone).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
    Report report = read(transaction, day, begin, end);
    String columns = "set orders = :orders, mails = :mails, cents = :cents";
    int there =
        transaction
            .createUpdate("update daily_reports " + columns + " where sold_on = :day")
            .bindMap(values(report))
            .execute();
    if (there == 0) {
      transaction
          .createUpdate("insert into daily_reports values (:day, :orders, :mails, :cents)")
          .bindMap(values(report))
          .execute();
    }
    return report;
  }

  private static Map<String, Object> values(Report report) {
    return Map.of(
        "day", report.day(),
        "orders", report.orders(),
        "mails", report.mails(),
        "cents", report.cents());
  }

  private static Report read(Handle transaction, LocalDate day, Instant begin, Instant end) {
    return transaction
        .createQuery(
            """
            select
              (select count(*) from orders where placed_at >= :begin and placed_at < :end),
              (select count(*) from orders where mailed_at >= :begin and mailed_at < :end),
              (select coalesce(sum(cents), 0) from orders
                where placed_at >= :begin and placed_at < :end)
            """)
        .bind("begin", begin)
        .bind("end", end)
        .map((row, unused) -> new Report(day, row.getInt(1), row.getInt(2), row.getLong(3)))
        .one();
  }
}
