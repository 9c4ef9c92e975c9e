package dev.innkeeper.shedlock;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider.Configuration;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A database in memory, which can be away. */
final class Database extends AbstractDataSource {

  private final JdbcDataSource h2 = new JdbcDataSource();
  private volatile boolean away;

  Database() {
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  /** As ShedLock's README has it. */
  Database withTable() {
    new JdbcTemplate(this)
        .execute(
            "create table shedlock(name varchar(64) not null, lock_until timestamp not null,"
                + " locked_at timestamp not null, locked_by varchar(255) not null,"
                + " primary key (name))");
    return this;
  }

  void setAway(boolean away) {
    this.away = away;
  }

  /** By the clock of ShedLock's {@code ClockProvider}, which tests can set. */
  LockProvider locksOf(String lockedBy) {
    return new JdbcTemplateLockProvider(configuration(lockedBy).build());
  }

  LockProvider locksByDatabaseTimeOf(String lockedBy) {
    return new JdbcTemplateLockProvider(configuration(lockedBy).usingDbTime().build());
  }

  private Configuration.Builder configuration(String lockedBy) {
    return Configuration.builder()
        .withJdbcTemplate(new JdbcTemplate(this))
        .withLockedByValue(lockedBy);
  }

  void update(String sql) {
    new JdbcTemplate(this).update(sql);
  }

  /** "a until 12:00:15". */
  List<String> locks() {
    return new JdbcTemplate(this)
        .query(
            "select locked_by, lock_until from shedlock order by name",
            (row, number) ->
                row.getString(1) + " until " + row.getTimestamp(2).toLocalDateTime().toLocalTime());
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (away) {
      throw new SQLException("connection refused", "08001");
    }
    return h2.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }
}
