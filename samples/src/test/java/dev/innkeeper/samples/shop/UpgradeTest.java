package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.dbscheduler.DurableQueue;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.samples.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The mails that a shop of the first version has promised, in its outbox, are sent by this one. */
class UpgradeTest {

  private static final String ID = "0d4ec1a3-6a0b-4b6e-9c55-4c6ce8d0a3f1";

  private static final List<String> ORDER =
      List.of(
          "insert into orders (id, item, quantity, email, cents, placed_at)"
              + " values ('%s', 'bread', 1, 'ann@example.com', 380, current_timestamp)"
                  .formatted(ID),
          "insert into outbox (order_id, recipient, subject, body, refusals, due_at)"
              + " values ('%s', 'ann@example.com', 'Your order', 'Thank you', 3, current_timestamp)"
                  .formatted(ID));

  @TempDir Path folder;

  @Test
  void aMailInTheOutboxBecomesAJobOnH2() throws Exception {
    aMailInTheOutboxBecomesAJob(Database.H2.formatted(folder.resolve("shop")));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
  void aMailInTheOutboxBecomesAJobOnPostgres() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      aMailInTheOutboxBecomesAJob(postgres.getJdbcUrl("postgres", "postgres"));
    }
  }

  private static void aMailInTheOutboxBecomesAJob(String url) throws Exception {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:shop/migrations")
        .target("1")
        .load()
        .migrate();
    execute(url, ORDER);

    try (TestDatabase shop = TestDatabase.at(url);
        Postbox postbox = new Postbox()) {
      assertEquals(Optional.of(JobHandle.State.WAITING), shop.mails().state(ID));
      assertEquals(1, shop.count("scheduled_tasks where consecutive_failures = 3"));
      Mailer mailer =
          new Mailer(shop.database(), postbox::address, "shop@example.com", Instant::now, () -> {});
      DurableQueue<Confirmation> mails =
          DurableQueue.builderWithAttempt("mails", Confirmation.class, mailer::send).build();
      try (Host host = shop.startMailing(mailer, mails)) {
        Await.until(() -> shop.count("scheduled_tasks") == 0, host::toString);
      }
      assertEquals(List.of("<order." + ID + "@shop.innkeeper.dev>"), postbox.messageIds());
    }
  }

  private static void execute(String url, List<String> statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
