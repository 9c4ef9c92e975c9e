package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.jobs.JobGroup;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the table says: how much there is to do, and what has failed. A look at it also shows
 * whether it can be asked.
 */
final class TableLook {

  /** How many failed jobs of each queue. */
  private static final int MOST_FAILED = 100;

  /** Of one queue or recurring job. */
  record Depth(int waiting, int delayed, Optional<Duration> oldest, Optional<Instant> next) {
    static final Depth NONE = new Depth(0, 0, Optional.empty(), Optional.empty());
  }

  private record Seen(
      Map<String, Depth> depths, Map<String, List<JobGroup.FailedJob>> failedJobs) {}

  private final JobTable table;
  private final List<DurableQueue<?>> queues;
  private final String sql;

  /** The last time. */
  private volatile Seen seen = new Seen(Map.of(), Map.of());

  TableLook(DurablePlan plan) {
    this.table = plan.table();
    this.queues = plan.queues();
    this.sql =
        "select task_name,"
            + " sum(case when execution_time <= ? then 1 else 0 end) as due,"
            + " count(*) as all_of_them,"
            + " min(execution_time) as oldest from "
            + table.name()
            + " where picked = ? and execution_time < ? and task_name in ("
            + plan.names().stream().map(task -> "'" + task + "'").collect(Collectors.joining(", "))
            + ") group by task_name";
  }

  Depth depth(String task) {
    return seen.depths().getOrDefault(task, Depth.NONE);
  }

  List<JobGroup.FailedJob> failedJobs(String queue) {
    return seen.failedJobs().getOrDefault(queue, List.of());
  }

  /** Waits for the database. */
  void look(Instant now) throws SQLException {
    Map<String, List<JobGroup.FailedJob>> failed = new HashMap<>();
    for (DurableQueue<?> queue : queues) {
      failed.put(queue.name(), queue.failedJobs(MOST_FAILED));
    }
    seen = new Seen(table.database().query(sql, p -> readDepths(p, now)), failed);
  }

  private Map<String, Depth> readDepths(PreparedStatement p, Instant now) throws SQLException {
    table.database().dialect().setInstant(p, 1, now);
    p.setBoolean(2, false);
    table.database().dialect().setInstant(p, 3, JobTable.NEVER);
    Map<String, Depth> found = new HashMap<>();
    try (ResultSet rows = p.executeQuery()) {
      while (rows.next()) {
        int due = rows.getInt("due");
        Instant oldest = table.database().dialect().getInstant(rows, "oldest");
        found.put(
            rows.getString("task_name"),
            new Depth(
                due,
                rows.getInt("all_of_them") - due,
                due == 0 ? Optional.empty() : waited(oldest, now),
                Optional.ofNullable(oldest)));
      }
    }
    return found;
  }

  private static Optional<Duration> waited(@Nullable Instant since, Instant now) {
    return Optional.ofNullable(since).map(due -> Duration.between(due, now));
  }
}
