package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.dbscheduler.DurableQueue;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.StopReport;
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

/** The mailer on its durable queue, with a real mail server and an H2 file. */
class MailerTest {

  private static final String JOBS = "scheduled_tasks";
  private static final String FAILED_ONCE = JOBS + " where consecutive_failures > 0";

  private static final RetryPolicy PATIENT =
      RetryPolicy.maxRetries(100_000).backoff(Duration.ofMillis(1), Duration.ofMillis(20));

  @TempDir Path folder;

  private TestDatabase database;
  private Postbox postbox;
  private Mailer mailer;
  private DurableQueue<Confirmation> mails;
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

  private Host started() {
    return started(PATIENT);
  }

  private Host started(RetryPolicy retry) {
    mails =
        DurableQueue.builderWithAttempt("mails", Confirmation.class, mailer::send)
            .workers(4)
            .retry(retry)
            .build();
    return database.startMailing(mailer, mails);
  }

  @Test
  void sendsEachMailOnce() throws Exception {
    List<String> placed = new ArrayList<>(place(3, "ann@example.com"));
    Host host = started();
    placed.addAll(place(3, "bob@example.com"));

    awaitNoJobs();

    assertSent(placed);
    assertEquals(6, database.count("orders where mailed_at is not null"));
    assertTrue(host.stop().clean());
  }

  @Test
  void aStopWaitsForTheMailsInProgressAndLeavesTheOthersForTheNextStart() throws Exception {
    postbox.beSlow(Duration.ofMillis(500));
    List<String> placed = place(50, "ann@example.com");
    Host host = started();
    Await.until(() -> database.count(JOBS + " where picked = true") > 0, () -> "none begun");

    StopReport report = host.stop();

    assertTrue(report.clean(), report::toString);
    assertEquals(0, database.count(JOBS + " where picked = true"));
    int left = database.count(JOBS);
    assertTrue(left > 0);
    assertEquals(50 - left, postbox.messageIds().size());

    postbox.beSlow(Duration.ZERO);
    Host next = started();
    awaitNoJobs();
    assertTrue(next.stop().clean());
    assertSent(placed);
  }

  @Test
  void aMailThatIsRefusedHoldsUpNobodyAndIsTriedAgain() throws Exception {
    postbox.refuse("nobody@example.com");
    List<String> refused = place(1, "nobody@example.com");
    List<String> placed = place(2, "ann@example.com");
    Host host = started();
    Await.until(() -> postbox.messageIds().size() == 2, () -> "" + postbox.messageIds());
    assertSent(placed);
    Await.until(() -> database.count(FAILED_ONCE) == 1, () -> "not refused");

    postbox.refuseNobody();
    awaitNoJobs();

    assertEquals(refused.getFirst(), postbox.messageIds().getLast());
    assertTrue(host.stop().clean());
  }

  @Test
  void aMailThatWasGivenUpIsKeptAndSentWhenItIsPutBack() throws Exception {
    postbox.refuse("nobody@example.com");
    List<String> refused = place(1, "nobody@example.com");
    Host host =
        started(RetryPolicy.maxRetries(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    Await.until(() -> mails.failedJobs(10).size() == 1, () -> "not given up");
    assertEquals(3, mails.failedJobs(10).getFirst().attempts());

    postbox.refuseNobody();
    assertTrue(mails.putBack(mails.failedJobs(10).getFirst().id()));

    awaitNoJobs();
    assertSent(refused);
    assertTrue(host.stop().clean());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@", "no body@example.com", "@", "ann@example.com, bob@"})
  void aMailThatCannotBeAddressedHoldsUpNobody(String recipient) throws Exception {
    place(1, recipient);
    List<String> placed = place(2, "ann@example.com");
    Host host = started();
    Await.until(() -> postbox.messageIds().size() == 2, () -> "" + postbox.messageIds());
    assertSent(placed);
    Await.until(() -> database.count(FAILED_ONCE) == 1, () -> "not refused");
    assertTrue(host.stop().clean());
  }

  @Test
  void mailsWaitWhileTheMailServerIsGoneAndAreSentWhenItIsBack() throws Exception {
    Host host = started();
    List<String> placed = new ArrayList<>(place(1, "ann@example.com"));
    awaitNoJobs();

    postbox.vanish();
    placed.addAll(place(6, "ann@example.com"));
    Await.until(() -> mailer.isWithoutServer(), () -> "it has not noticed");
    assertEquals(6, database.count(JOBS));
    postbox.comeBack();

    awaitNoJobs();
    assertSent(placed);
    assertEquals(0, mails.status().retries(), "a server that is gone is no failure of a mail");
    assertTrue(host.stop().clean());
  }

  @Test
  void aStopWithoutAMailServerLeavesTheMailsForTheNextStart() throws Exception {
    postbox.vanish();
    List<String> placed = place(2, "ann@example.com");
    Host host = started();
    Await.until(() -> mailer.isWithoutServer(), () -> "it has not noticed");
    StopReport report = host.stop();
    assertTrue(report.clean(), report::toString);
    assertEquals(2, database.count(JOBS));

    postbox.comeBack();
    Host next = started();
    awaitNoJobs();
    next.stop();
    assertSent(placed);
  }

  @Test
  void aMailThatWasSentAndNotMarkedIsSentAgainWithTheSameId() throws Exception {
    failures.set(1);
    List<String> placed = place(1, "ann@example.com");
    Host host = started();

    awaitNoJobs();

    assertEquals(List.of(placed.getFirst(), placed.getFirst()), postbox.messageIds());
    assertTrue(host.stop().clean());
  }

  @Test
  void aMailThatWasMarkedIsNotSentAgainThoughItsJobIsStillThere() throws Exception {
    place(1, "ann@example.com");
    database.execute("update orders set mailed_at = current_timestamp");
    Host host = started();
    awaitNoJobs();
    assertEquals(List.of(), postbox.messageIds());
    assertTrue(host.stop().clean());
  }

  private void awaitNoJobs() throws Exception {
    Await.until(() -> database.count(JOBS) == 0, () -> "sent: " + postbox.messageIds());
  }

  /** Each once, in no order that one could rely on. */
  private void assertSent(List<String> placed) {
    assertEquals(
        placed.stream().sorted().toList(), postbox.messageIds().stream().sorted().toList());
  }

  private List<String> place(int number, String email) {
    List<String> messageIds = new ArrayList<>();
    Orders orders = database.orders();
    for (int i = 0; i < number; i++) {
      Order order = orders.place(new OrderRequest("bread", 1, email, null)).order();
      messageIds.add(Mail.messageIdOf(order.id()));
    }
    return messageIds;
  }
}
