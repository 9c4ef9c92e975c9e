package dev.innkeeper.samples.durable;

import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * The connections to a database, H2 or PostgreSQL, that has orders, and the table for durable jobs.
 *
 * <p>It makes the tables, which in a real program is the work of its migrations.
 */
public final class Database implements HostedService {

  private static final List<String> TABLES =
      List.of(
          "create table if not exists orders (id uuid primary key)",
          """
          create table if not exists scheduled_tasks (
            task_name varchar(100) not null,
            task_instance varchar(100) not null,
            task_data bytea,
            execution_time timestamp with time zone not null,
            picked boolean not null,
            picked_by varchar(50),
            last_success timestamp with time zone,
            last_failure timestamp with time zone,
            consecutive_failures int,
            last_heartbeat timestamp with time zone,
            version bigint not null,
            priority smallint,
            primary key (task_name, task_instance)
          )
          """,
          "create index if not exists scheduled_tasks_due"
              + " on scheduled_tasks (task_name, execution_time)",
          "create index if not exists scheduled_tasks_heartbeat"
              + " on scheduled_tasks (last_heartbeat)");

  /** Connects when the first connection is asked for. */
  private final HikariDataSource pool = new HikariDataSource();

  public Database(String url) {
    pool.setJdbcUrl(url);
  }

  @Override
  public void start(ServiceContext context) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String step : TABLES) {
        try {
          statement.execute(step);
        } catch (SQLException e) {
          statement.execute(step); // PostgreSQL: another instance was making it; now it is there
        }
      }
    }
  }

  /** Closes the connections; the services that use them depend on this one and have stopped. */
  @Override
  public void stop(ServiceContext context) {
    pool.close();
  }

  public HikariDataSource connections() {
    return pool;
  }

  /** In the transaction of the connection. */
  static void insert(Connection connection, UUID order) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into orders (id) values (?)")) {
      insert.setObject(1, order);
      insert.executeUpdate();
    }
  }
}
