package dev.innkeeper.dbscheduler;

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

/** How much there is to do, as the table says. A look at it also shows whether it can be asked. */
final class DepthLook {

  /** Of one queue or recurring job. */
  record Depth(int waiting, int delayed, Optional<Duration> oldest, Optional<Instant> next) {
    static final Depth NONE = new Depth(0, 0, Optional.empty(), Optional.empty());
  }

  private final JobTable table;
  private final String sql;

  /** As it was last seen, by task. */
  private volatile Map<String, Depth> seen = Map.of();

  DepthLook(JobTable table, List<String> tasks) {
    this.table = table;
    this.sql =
        "select task_name,"
            + " sum(case when execution_time <= ? then 1 else 0 end) as due,"
            + " count(*) as all_of_them,"
            + " min(execution_time) as oldest from "
            + table.name()
            + " where picked = ? and execution_time < ? and task_name in ("
            + tasks.stream().map(task -> "'" + task + "'").collect(Collectors.joining(", "))
            + ") group by task_name";
  }

  Depth of(String task) {
    return seen.getOrDefault(task, Depth.NONE);
  }

  /** Waits for the database. */
  void look(Instant now) throws SQLException {
    seen = table.database().query(sql, p -> read(p, now));
  }

  private Map<String, Depth> read(PreparedStatement p, Instant now) throws SQLException {
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
