package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.samples.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mailer, with a real mail server and an H2 file. */
class MailerTest {

  @TempDir Path folder;

  private TestDatabase database;
  private Postbox postbox;
  private Mailer mailer;
  private final AtomicInteger failures = new AtomicInteger();

  @BeforeEach
  void open() {
    database = TestDatabase.in(folder);
    postbox = new Postbox();
    mailer =
        new Mailer(
            database.database(), postbox::address, "shop@example.com", Instant::now, this::sent);
  }

  /** Runs within the transaction, after the mail server has the mail. */
  private void sent() {
    if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new IllegalStateException("died before the commit");
    }
  }

  @AfterEach
  void close() {
    postbox.close();
    database.close();
  }

  private Host host() {
    return Host.builder("test")
        .add(
            "mailer",
            mailer,
            s ->
                s.interruptAfter(Duration.ofSeconds(10))
                    .onFailure(
                        FailurePolicy.restart()
                            .backoff(Duration.ofMillis(1), Duration.ofMillis(1))))
        .build();
  }

  @Test
  void sendsEachMailOnceInTheOrderOfTheOrders() throws Exception {
    Host host = host();
    List<String> placed = new ArrayList<>(place(3, "ann@example.com"));
    host.start();
    placed.addAll(place(3, "bob@example.com"));
    mailer.wake();

    Await.until(() -> database.count("outbox") == 0, () -> "sent: " + postbox.messageIds());

    assertEquals(placed, postbox.messageIds());
    assertEquals(6, database.count("orders where mailed_at is not null"));
    assertTrue(host.stop().clean());
  }

  @Test
  void aStopSendsWhatIsInTheOutbox() throws Exception {
    Host host = host();
    host.start();
    List<String> placed = place(50, "ann@example.com"); // and nobody wakes it

    StopReport report = host.stop();

    assertTrue(report.clean(), report::toString);
    assertEquals(placed, postbox.messageIds());
    assertEquals(0, database.count("outbox"));
  }

  @Test
  void aMailThatIsRefusedHoldsUpNobodyAndIsTriedAgain() throws Exception {
    postbox.refuse("nobody@example.com");
    List<String> refused = place(1, "nobody@example.com");
    List<String> placed = place(2, "ann@example.com");
    Host host = host();
    host.start();
    Await.until(() -> postbox.messageIds().equals(placed), () -> "" + postbox.messageIds());
    assertEquals(1, database.count("outbox where refusals = 1"));

    postbox.refuseNobody();
    Await.until(() -> database.count("outbox") == 0, () -> "not tried again");

    assertEquals(refused.getFirst(), postbox.messageIds().getLast());
    assertTrue(host.stop().clean());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@", "no body@example.com", "@", "ann@example.com, bob@"})
  void aMailThatCannotBeAddressedHoldsUpNobody(String recipient) throws Exception {
    place(1, recipient);
    List<String> placed = place(2, "ann@example.com");
    Host host = host();
    host.start();
    Await.until(() -> postbox.messageIds().equals(placed), () -> "" + postbox.messageIds());
    assertEquals(1, database.count("outbox where refusals = 1"));
    assertTrue(host.stop().clean());
  }

  @Test
  void mailsWaitWhileTheMailServerIsGoneAndAreSentWhenItIsBack() throws Exception {
    Host host = host();
    host.start();
    List<String> placed = new ArrayList<>(place(1, "ann@example.com"));
    mailer.wake();
    Await.until(() -> database.count("outbox") == 0, () -> "not sent");

    postbox.vanish();
    placed.addAll(place(3, "ann@example.com"));
    mailer.wake();
    Await.until(() -> mailer.isWithoutServer(), () -> "it has not noticed");
    assertEquals(3, database.count("outbox"));
    postbox.comeBack();

    Await.until(() -> database.count("outbox") == 0, () -> "not sent");
    assertEquals(placed, postbox.messageIds());
    assertTrue(host.stop().clean());
  }

  @Test
  void aStopWithoutAMailServerLeavesTheMailsForTheNextStart() throws Exception {
    postbox.vanish();
    List<String> placed = place(2, "ann@example.com");
    Host host = host();
    host.start();
    StopReport report = host.stop();
    assertTrue(report.clean(), report::toString);
    assertEquals(2, database.count("outbox"));

    postbox.comeBack();
    Host next = host();
    next.start();
    Await.until(() -> database.count("outbox") == 0, () -> "not sent");
    next.stop();
    assertEquals(placed, postbox.messageIds());
  }

  @Test
  void aMailThatWasSentAndNotMarkedIsSentAgainWithTheSameId() throws Exception {
    failures.set(1);
    List<String> placed = place(1, "ann@example.com");
    Host host = host();
    host.start();

    Await.until(() -> database.count("outbox") == 0, () -> "not sent");

    assertEquals(List.of(placed.getFirst(), placed.getFirst()), postbox.messageIds());
    assertTrue(host.stop().clean());
  }

  private List<String> place(int number, String email) {
    List<String> messageIds = new ArrayList<>();
    Orders orders = database.orders();
    for (int i = 0; i < number; i++) {
      Order order = orders.place(new OrderRequest("bread", 1, email, null)).order();
      messageIds.add(Outbox.messageIdOf(order.id()));
    }
    return messageIds;
  }
}
