package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that are not as they must be. */
@ParameterizedClass
@MethodSource("dev.innkeeper.jdbc.TestDatabase#here")
class PrepareTest {

  private static final String COLUMNS =
      """
      name varchar(100) not null primary key,
        token bigint not null,
        holder varchar(36) not null,
        held_by varchar(200) not null,
        expires_at_millis bigint not null
      """;

  @Parameter TestDatabase database;

  private JdbcLeaderElection election(String table) {
    return JdbcLeaderElection.builder("billing", database.dataSource()).table(table).build();
  }

  private String refusal(String table) {
    return assertThrows(IllegalStateException.class, () -> election(table).prepare()).getMessage();
  }

  @Test
  void theMessageForAMissingTableHasTheStatementThatCreatesIt() throws Exception {
    String table = TestDatabase.newName();
    String why =
        switch (database) {
          case H2 -> "Table \"%S\" not found".formatted(table);
          case POSTGRESQL -> "ERROR: relation \"%s\" does not exist".formatted(table);
        };
    String title = Database.valueOf(database.name()).title();

    String message = refusal(table);

    assertEquals(
        "the leader election 'billing' cannot use the table %s: %s. It must be as this creates it (%s):\n"
                .formatted(table, why, title)
            + "create table %s (\n  %s)".formatted(table, COLUMNS),
        message);
    String ddl = message.substring(message.indexOf("create table"));
    assertEquals(ddl, election(table).ddl());
    database.execute(ddl);
    election(table).prepare();
    assertTrue(election(table).tryAcquire().isPresent());
  }

  @Test
  void nothingIsLeftInTheTable() throws Exception {
    String table = database.newTable();
    election(table).prepare();
    assertEquals(0, database.query("select count(*) from " + table));
  }

  @Test
  void theTableMayBeInASchema() throws Exception {
    String schema = TestDatabase.newName();
    database.execute("create schema " + schema);
    database.execute(election(schema + ".leases").ddl());
    election(schema + ".leases").prepare();
    assertTrue(election(schema + ".leases").tryAcquire().isPresent());
  }

  @Test
  void aMissingSchemaIsRefused() {
    assertTrue(refusal("no_such_schema.leases").contains("create table no_such_schema.leases ("));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          expires_at_millis bigint not null | expires_at timestamp not null
          expires_at_millis bigint not null | expires_at_millis timestamp not null
          token bigint not null             | token varchar(20) array not null
          held_by varchar(200) not null     | held_by varchar(2) not null
          holder varchar(36) not null       | holder_id varchar(36) not null
          name varchar(100) not null        | name varchar(10) not null
          token bigint not null             | token bigint not null, owner_id bigint not null
          """)
  void aTableWithOtherColumnsIsRefused(String right, String wrong) throws Exception {
    String table = TestDatabase.newName();
    database.execute("create table %s (%s)".formatted(table, COLUMNS.replace(right, wrong)));
    String message = refusal(table);
    assertTrue(message.contains("create table " + table + " (\n  " + COLUMNS), message);
  }

  @Test
  void moreColumnsDoNoHarmIfTheyNeedNoValue() throws Exception {
    String table = TestDatabase.newName();
    database.execute("create table %s (note varchar(9), %s)".formatted(table, COLUMNS));
    election(table).prepare();
  }

  @Test
  void aTableWithoutItsPrimaryKeyIsRefused() throws Exception {
    String table = TestDatabase.newName();
    database.execute("create table %s (%s)".formatted(table, COLUMNS.replace(" primary key", "")));
    String message = refusal(table);
    assertTrue(
        message.contains("two rows can have the same name, since it is no primary key"), message);
    assertEquals(0, database.query("select count(*) from " + table));
  }

  @Test
  void aUserWhoMayOnlyReadIsRefused() throws Exception {
    String table = database.newTable();
    String user = TestDatabase.newName() + "_reader";
    database.execute("create user %s password 'secret'".formatted(user));
    database.execute("grant select on %s to %s".formatted(table, user));
    JdbcLeaderElection election =
        JdbcLeaderElection.builder("billing", new LoginDataSource(database.dataSource(), user))
            .table(table)
            .build();
    String message = assertThrows(IllegalStateException.class, election::prepare).getMessage();
    assertTrue(message.contains("the table " + table), message);
  }

  @Test
  void aDatabaseThatIsAwayIsNoReasonNotToStart() {
    JdbcLeaderElection election = JdbcLeaderElection.of("billing", new AwayDataSource());
    assertDoesNotThrow(election::prepare);
    SQLException e = assertThrows(SQLException.class, election::tryAcquire);
    assertEquals("connection refused", e.getMessage());
    assertThrows(SQLException.class, election::ddl);
  }
}
