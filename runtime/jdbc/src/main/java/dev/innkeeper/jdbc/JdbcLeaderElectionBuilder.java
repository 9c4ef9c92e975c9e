package dev.innkeeper.jdbc;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * What a {@link JdbcLeaderElection} is to be like. All processes that stand for an election need
 * the same.
 *
 * <p><b>Threads:</b> one at a time.
 *
 * @since 0.1
 */
public final class JdbcLeaderElectionBuilder {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What needs no quotes on any of the databases, and thus cannot be anything but a name. */
  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?");

  final String name;
  final DataSource dataSource;
  Duration leaseDuration = Duration.ofSeconds(15);
  String table = "innkeeper_lease";

  JdbcLeaderElectionBuilder(String name, DataSource dataSource) {
    this.name = checked(name);
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  private static String checked(String name) {
    Objects.requireNonNull(name, "the name of a leader election");
    if (name.isBlank() || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "a leader election needs a name without blanks around it, not '" + name + "'");
    }
    if (name.length() > LeaseTable.NAME_LENGTH) {
      throw new IllegalArgumentException(
          "the name of a leader election has at most %d characters, and this has %d: '%s'"
              .formatted(LeaseTable.NAME_LENGTH, name.length(), name));
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        throw new IllegalArgumentException(
            "the name of a leader election has the control character U+%04X at position %d"
                .formatted((int) name.charAt(i), i));
      }
    }
    return name;
  }

  /**
   * How long the lease is held without being renewed, which is how long a takeover takes after the
   * holder was killed. Shorter ones are lost more easily: the database has to answer within two
   * thirds of it. Fifteen seconds unless it is set.
   *
   * @throws IllegalArgumentException unless it is from one second to one day
   */
  public JdbcLeaderElectionBuilder leaseDuration(Duration leaseDuration) {
    Objects.requireNonNull(leaseDuration, "leaseDuration");
    if (leaseDuration.compareTo(SHORTEST) < 0 || leaseDuration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "leaseDuration of the leader election '"
              + name
              + "' is "
              + leaseDuration
              + ": it must be from one second to one day, for example Duration.ofSeconds(15)");
    }
    this.leaseDuration = leaseDuration;
    return this;
  }

  /**
   * The table, with or without a schema: {@code innkeeper_lease} unless it is set. It stands in the
   * statements without quotes.
   *
   * @throws IllegalArgumentException if it is not one name, or two with a dot in between, of
   *     letters, digits and underscores
   */
  public JdbcLeaderElectionBuilder table(String table) {
    Objects.requireNonNull(table, "table");
    if (!IDENTIFIER.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "table of the leader election '"
              + name
              + "' is '"
              + table
              + "': it must be a name of letters, digits and underscores, as innkeeper_lease or"
              + " jobs.innkeeper_lease");
    }
    this.table = table;
    return this;
  }

  /** The election. */
  public JdbcLeaderElection build() {
    return new JdbcLeaderElection(this);
  }
}
