package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.TestDatabase.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The outbox, on both databases. */
class OutboxTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;

  @Test
  void twoShopsDoNotGetTheSameMailOnH2() throws Exception {
    try (TestDatabase database = TestDatabase.in(folder)) {
      twoShopsDoNotGetTheSameMail(database);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
  void twoShopsDoNotGetTheSameMailOnPostgres() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        TestDatabase database = TestDatabase.at(postgres.getJdbcUrl("postgres", "postgres"))) {
      twoShopsDoNotGetTheSameMail(database);
    }
  }

  private static void twoShopsDoNotGetTheSameMail(TestDatabase shop) throws Exception {
    UUID first = shop.orders(NOON).place(REQUEST).order().id();
    UUID second = shop.orders(NOON).place(REQUEST).order().id();
    List<Optional<UUID>> got = new ArrayList<>();
    Database database = shop.database();

    database.transaction(one -> {
      got.add(Outbox.next(one, NOON).map(Outbox.Mail::orderId));
      return onAnotherThread(() -> database.transaction(other -> takeTheRest(other, got)));
    });

    assertEquals(List.of(Optional.of(first), Optional.of(second), Optional.empty()), got);
    assertEquals(1, shop.count("outbox"));
    assertEquals(1, shop.count("orders where mailed_at is not null"));
  }

  private static int takeTheRest(Handle transaction, List<Optional<UUID>> got) {
    Outbox.Mail mail = Outbox.next(transaction, NOON).orElseThrow();
    got.add(Optional.of(mail.orderId()));
    Outbox.sent(transaction, mail, NOON);
    got.add(Outbox.next(transaction, NOON).map(Outbox.Mail::orderId));
    return got.size();
  }

  /** On the same one it would be the same transaction. */
  private static <T> T onAnotherThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task.get();
  }

  @Test
  void aMailThatWasRefusedIsDueLaterEachTimeAndNeverMoreThanAnHour() {
    try (TestDatabase shop = TestDatabase.in(folder)) {
      shop.orders(NOON).place(REQUEST);
      List<Duration> delays = new ArrayList<>();
      List<Boolean> dueBefore = new ArrayList<>();
      Instant now = NOON;
      for (int i = 0; i < 14; i++) {
        Instant time = now;
        Duration delay = shop.database().transaction(t -> Outbox.refused(t, next(t, time), time));
        now = now.plus(delay);
        Instant justBefore = now.minusMillis(1);
        dueBefore.add(shop.database().transaction(t -> Outbox.next(t, justBefore).isPresent()));
        delays.add(delay);
      }
      assertEquals(
          List.of(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L, 2048L, 3600L, 3600L, 3600L),
          delays.stream().map(Duration::toSeconds).toList());
      assertEquals(List.of(false), dueBefore.stream().distinct().toList());
    }
  }

  private static Outbox.Mail next(Handle transaction, Instant now) {
    return Outbox.next(transaction, now).orElseThrow();
  }
}
