package dev.innkeeper.samples.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to the database, H2 or PostgreSQL.
 *
 * <p>It starts first and stops last. In between the database may go and come back: who asks it
 * meanwhile gets a {@link DatabaseUnavailableException}, after a second at most if there is no
 * connection to be had.
 */
final class Database implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /**
   * An H2 file. An interrupt would close it for everybody, but for {@code async}; H2's own shutdown
   * hook would close it under the last requests; a commit is to be with the operating system when
   * it returns, so that it survives the end of the process; and a file of failures beside it would
   * fill a disk that is full already.
   */
  static final String H2 =
      "jdbc:h2:async:%s;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";

  private static final int CONNECTIONS = 10;
  private static final Duration WAIT_FOR_A_CONNECTION = Duration.ofSeconds(1);

  /** How long PostgreSQL may be silent, in seconds: a host that is gone does not say so. */
  private static final String SILENCE = "5";

  /**
   * The classes of the SQL states that are the statement's fault: unsupported feature, cardinality,
   * data, constraint, syntax. All others mean that the database could not do it now.
   */
  private static final List<String> STATEMENT_AT_FAULT = List.of("0A", "21", "22", "23", "42");

  private static final String DUPLICATE = "23505";

  /**
   * H2's error codes: it cannot write (a general error), and has closed its file because of that.
   */
  private static final Set<Integer> H2_CLOSED = Set.of(50_000, 90_098, 90_121);

  private final String url;
  private final Outage outage;
  private final Jdbi jdbi = Jdbi.create(() -> pool().getConnection());

  /** Written by {@link #start}, before the services that depend on it start. */
  private volatile @Nullable HikariDataSource pool;

  Database(String url) {
    this.url = url;
    this.outage = new Outage("The database");
  }

  @Override
  public void start(ServiceContext context) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(context.name());
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(WAIT_FOR_A_CONNECTION.toMillis());
    config.setValidationTimeout(WAIT_FOR_A_CONNECTION.toMillis() / 2);
    config.setExceptionOverride(new EvictionFromClosedH2());
    if (url.startsWith("jdbc:postgresql:")) {
      config.addDataSourceProperty("connectTimeout", SILENCE);
      config.addDataSourceProperty("socketTimeout", SILENCE);
    }
    pool = new HikariDataSource(config);
    LOG.info("Connected to {}", withoutSecrets(url));
  }

  /**
   * When H2 cannot write, on a disk that is full, it closes its file; another connection opens it
   * again. Those of before say that they are valid, and would stay in the pool for ever.
   */
  private static final class EvictionFromClosedH2 implements SQLExceptionOverride {

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
      return H2_CLOSED.contains(failure.getErrorCode())
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }

  /** Closes the connections; who uses them depends on this service and has stopped. */
  @Override
  public void stop(ServiceContext context) {
    pool().close();
  }

  /** After the start. */
  HikariDataSource pool() {
    return Objects.requireNonNull(pool, "not started");
  }

  /**
   * Does the work in one transaction, which is committed when this returns.
   *
   * @throws DatabaseUnavailableException if the database cannot be asked now; the transaction may
   *     have been committed even so, if that was the last thing that the database could do
   */
  <T extends @Nullable Object, X extends Exception> T transaction(HandleCallback<T, X> work)
      throws X {
    try {
      T result = jdbi.inTransaction(work);
      outage.succeeded();
      return result;
    } catch (JdbiException e) {
      if (!isUnavailable(e)) {
        throw e;
      }
      if (!Thread.currentThread().isInterrupted()) { // else it is not the database that is gone
        outage.failed(e);
      }
      throw new DatabaseUnavailableException(e);
    }
  }

  private static boolean isUnavailable(JdbiException failure) {
    SQLException cause = causeOf(failure);
    return cause != null && STATEMENT_AT_FAULT.stream().noneMatch(stateOf(cause)::startsWith);
  }

  /** Whether it failed because a row like that is there already. */
  static boolean isDuplicate(JdbiException failure) {
    SQLException cause = causeOf(failure);
    return cause != null && stateOf(cause).equals(DUPLICATE);
  }

  /** What the driver or the pool said; null: it is not about the database at all. */
  private static @Nullable SQLException causeOf(JdbiException failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    return (SQLException) cause;
  }

  /** Two characters for the class, three for what is in it; those of the pool have none. */
  private static String stateOf(SQLException cause) {
    return cause.getSQLState() == null ? "-----" : cause.getSQLState();
  }

  /** PostgreSQL's password stands behind a question mark, H2's behind a semicolon. */
  static String withoutSecrets(String url) {
    return url.replaceAll("[?;].*", "…");
  }
}
