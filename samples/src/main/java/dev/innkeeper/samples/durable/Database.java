package dev.innkeeper.samples.durable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a database, H2 or PostgreSQL, that has db-scheduler's table.
 *
 * <p>It makes the table, which in a real program is the work of its migrations.
 */
public final class Database implements HostedService {

  /** For both databases; db-scheduler's own scripts have one for each. */
  private static final List<String> TABLE =
      List.of(
          """
          create table if not exists scheduled_tasks (
            task_name varchar(100) not null,
            task_instance varchar(100) not null,
            task_data bytea,
            execution_time timestamp with time zone,
            picked boolean not null,
            picked_by varchar(50),
            last_success timestamp with time zone,
            last_failure timestamp with time zone,
            consecutive_failures int,
            last_heartbeat timestamp with time zone,
            version bigint not null,
            priority smallint,
            state varchar(50),
            primary key (task_name, task_instance)
          )
          """,
          "create index if not exists scheduled_tasks_due"
              + " on scheduled_tasks (priority desc, execution_time asc)",
          "create index if not exists scheduled_tasks_heartbeat"
              + " on scheduled_tasks (last_heartbeat)");

  private final String url;
  private volatile @Nullable HikariDataSource pool;

  public Database(String url) {
    this.url = url;
  }

  @Override
  public void start(ServiceContext context) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setPoolName(context.name());
    config.setJdbcUrl(url);
    HikariDataSource opened = new HikariDataSource(config);
    try {
      makeTable(opened);
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    pool = opened;
  }

  /** Closes the connections; who uses them depends on this service and has stopped. */
  @Override
  public void stop(ServiceContext context) {
    connections().close();
  }

  /** After the start. */
  public HikariDataSource connections() {
    return Objects.requireNonNull(pool, "not started");
  }

  /**
   * Whether it finds, locks and reads jobs in one statement, past those that others have locked.
   */
  boolean canLockAndFetch() {
    return url.startsWith("jdbc:postgresql:");
  }

  private static void makeTable(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String step : TABLE) {
        try {
          statement.execute(step);
        } catch (SQLException e) {
          statement.execute(step); // PostgreSQL: another instance was making it; now it is there
        }
      }
    }
  }
}
