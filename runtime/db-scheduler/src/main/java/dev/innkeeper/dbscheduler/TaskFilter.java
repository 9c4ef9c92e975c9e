package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has a scheduler see the jobs of some tasks only. db-scheduler itself takes whatever is due for
 * its threads, so a queue with much to do would keep those of another from their jobs.
 */
final class TaskFilter implements JdbcCustomization {

  private static final String POSTGRESQL = "PostgreSQL";

  private final JdbcCustomization dialect;

  /** With a blank on either side. */
  private final String condition;

  TaskFilter(JdbcCustomization dialect, List<String> tasks) {
    this.dialect = dialect;
    this.condition =
        tasks.stream() // names have no quotes
            .collect(Collectors.joining("', '", " and task_name in ('", "') "));
  }

  /**
   * Whether it finds, locks and reads jobs in one statement, past those that others have locked.
   */
  static boolean locksAndFetches(JdbcCustomization dialect) {
    return dialect.getName().equals(POSTGRESQL);
  }

  @Override
  public boolean supportsSingleStatementLockAndFetch() {
    return locksAndFetches(dialect);
  }

  /** As db-scheduler does it on PostgreSQL, but for the condition. */
  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
    String table = context.tableName;
    String sql =
        "with locked as (update "
            + table
            + " set picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1"
            + " where (task_name, task_instance) in (select task_name, task_instance from "
            + table
            + " where picked = ? and execution_time <= ?"
            + condition
            + "order by execution_time limit "
            + limit
            + " for update skip locked) returning *) select * from locked order by execution_time";
    return context.jdbcRunner.query(
        sql,
        (PreparedStatement p) -> {
          p.setBoolean(1, true);
          p.setString(2, context.schedulerName.getName());
          setInstant(p, 3, now);
          p.setBoolean(4, false);
          setInstant(p, 5, now);
        },
        context.resultSetMapper.get());
  }

  @Override
  public boolean supportsGenericLockAndFetch() {
    return false;
  }

  @Override
  public String createGenericSelectForUpdateQuery(
      String table, int limit, String andCondition, boolean orderByPriority) {
    throw new UnsupportedOperationException("not said to be supported");
  }

  @Override
  public String createSelectDueQuery(
      String table, int limit, String andCondition, boolean orderByPriority) {
    return dialect.createSelectDueQuery(table, limit, andCondition + condition, orderByPriority);
  }

  @Override
  public String getName() {
    return dialect.getName();
  }

  @Override
  public void setInstant(PreparedStatement p, int index, @Nullable Instant value)
      throws SQLException {
    dialect.setInstant(p, index, value);
  }

  @Override
  public Instant getInstant(ResultSet row, String column) throws SQLException {
    return dialect.getInstant(row, column);
  }

  @Override
  public void setTaskData(PreparedStatement p, int index, byte[] value) throws SQLException {
    dialect.setTaskData(p, index, value);
  }

  @Override
  public byte[] getTaskData(ResultSet row, String column) throws SQLException {
    return dialect.getTaskData(row, column);
  }

  @Override
  public boolean supportsExplicitQueryLimitPart() {
    return dialect.supportsExplicitQueryLimitPart();
  }

  @Override
  public String getQueryLimitPart(int limit) {
    return dialect.getQueryLimitPart(limit);
  }
}
