package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.TestDatabase.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose fault it is when a transaction fails. */
class DatabaseTest {

  @TempDir Path folder;

  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.in(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aStatementThatIsWrongIsNotADatabaseThatIsGone() {
    for (String wrong :
        List.of(
            "selekt 1",
            "select 1 from nowhere",
            "insert into prices values ('pear', 'much')",
            "insert into prices values ('apple', 1)")) {
      assertThrows(JdbiException.class, () -> database.execute(wrong), wrong);
    }
  }

  @Test
  void aMistakeOfTheProgramIsNotADatabaseThatIsGone() {
    assertThrows(
        JdbiException.class,
        () ->
            database
                .database()
                .transaction(t -> t.createUpdate("delete from prices where item = :x").execute()));
  }

  @Test
  void aDatabaseWithoutConnectionsIsGone() throws Exception {
    database.vanish();
    assertThrows(DatabaseUnavailableException.class, () -> database.count("orders"));
  }

  @Test
  void aPoolThatIsUsedUpIsADatabaseThatIsGone() throws Exception {
    CountDownLatch holding = new CountDownLatch(10);
    CountDownLatch letGo = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> holders = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        holders.add(threads.submit(() -> hold(holding, letGo)));
      }
      holding.await();
      assertThrows(DatabaseUnavailableException.class, () -> database.count("orders"));
      letGo.countDown();
      for (Future<Boolean> holder : holders) {
        assertTrue(holder.get());
      }
    }
    assertEquals(0, database.count("orders"));
  }

  private boolean hold(CountDownLatch holding, CountDownLatch letGo) throws InterruptedException {
    return database
        .database()
        .transaction(transaction -> {
          holding.countDown();
          letGo.await();
          return true;
        });
  }

  @Test
  void aPasswordInAnAddressIsNotLogged() {
    assertEquals(
        "jdbc:postgresql://localhost/shop…",
        Database.withoutSecrets("jdbc:postgresql://localhost/shop?user=shop&password=secret"));
    assertEquals(
        "jdbc:h2:async:/data/shop…",
        Database.withoutSecrets("jdbc:h2:async:/data/shop;USER=sa;PASSWORD=secret"));
  }

  @Test
  void whatFailsLeavesNothingBehind() {
    assertThrows(
        IllegalStateException.class,
        () ->
            database
                .database()
                .<Object, RuntimeException>transaction(t -> {
                  t.execute("delete from prices");
                  throw new IllegalStateException("half-way");
                }));
    assertEquals(5, database.count("prices"));
  }

  @Test
  void anUpgradeIsDoneOnceAndKeepsWhatIsThere() {
    database.orders().place(REQUEST);
    database.close();
    try (TestDatabase again = TestDatabase.in(folder)) {
      assertEquals(1, again.count("orders"));
      assertEquals(2, again.count("\"flyway_schema_history\" where \"version\" is not null"));
    }
  }
}
