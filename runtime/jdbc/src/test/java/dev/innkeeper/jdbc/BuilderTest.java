package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before there is any database. */
class BuilderTest {

  private final DataSource dataSource = new AwayDataSource();
  private final JdbcLeaderElectionBuilder builder =
      JdbcLeaderElection.builder("billing", dataSource);

  @Test
  void anElectionHasDefaults() {
    JdbcLeaderElection election = JdbcLeaderElection.of("billing", dataSource);
    assertEquals("billing", election.name());
    assertEquals(Duration.ofSeconds(15), election.leaseDuration());
    assertEquals("leader election 'billing' in table innkeeper_lease", election.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT0S", "PT-15S", "PT24H0.001S", "PT9999999999999H"})
  void aLeaseThatIsTooShortOrTooLongIsRefused(String lease) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> builder.leaseDuration(Duration.parse(lease)));
    assertEquals(
        "leaseDuration of the leader election 'billing' is %s: it must be from one second to one day,"
                .formatted(Duration.parse(lease))
            + " for example Duration.ofSeconds(15)",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a;drop table x",
        "a.b.c",
        ".a",
        "a.",
        "1a",
        "\"a\"",
        "a-b",
        "a--",
        "größe",
        "a\n",
        "lease_that_has_a_name_of_more_than_sixty_three_characters_in_it_x"
      })
  void aTableThatIsNoPlainNameIsRefused(String table) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> builder.table(table));
    assertEquals(
        "table of the leader election 'billing' is '%s': it must be a name of letters, digits and"
                .formatted(table)
            + " underscores, as innkeeper_lease or jobs.innkeeper_lease",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "_a1", "Leases", "jobs.innkeeper_lease"})
  void aPlainNameOfATableIsTaken(String table) {
    assertEquals(
        "leader election 'billing' in table " + table, builder.table(table).build().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          \\s|a leader election needs a name without blanks around it, not ' '
          \\sa|a leader election needs a name without blanks around it, not ' a'
          a\\tb|the name of a leader election has the control character U+0009 at position 1
          """)
  void aNameThatCannotBeReadIsRefused(String name, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> JdbcLeaderElection.of(name.translateEscapes(), dataSource));
    assertEquals(message, e.getMessage());
  }

  @Test
  void aNameThatDoesNotFitIsRefused() {
    JdbcLeaderElection.of("x".repeat(100), dataSource);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> JdbcLeaderElection.of("x".repeat(101), dataSource));
    assertEquals(
        "the name of a leader election has at most 100 characters, and this has 101: '%s'"
            .formatted("x".repeat(101)),
        e.getMessage());
  }

  @Test
  void nothingMayBeNull() {
    assertThrows(NullPointerException.class, () -> JdbcLeaderElection.of(null, dataSource));
    assertThrows(NullPointerException.class, () -> JdbcLeaderElection.of("billing", null));
    assertThrows(NullPointerException.class, () -> builder.leaseDuration(null));
    assertThrows(NullPointerException.class, () -> builder.table(null));
  }

  @ParameterizedTest
  @CsvSource({"PT1S,1,499", "PT2S,1,999", "PT3S,1,1500", "PT15S,5,7500", "PT24H,10,15000"})
  void theDatabaseIsWaitedForLessLongThanALeaseLasts(
      Duration lease, int querySeconds, int networkMillis) {
    Patience patience = Patience.within(lease);
    assertEquals(new Patience(querySeconds, networkMillis), patience);
  }
}
