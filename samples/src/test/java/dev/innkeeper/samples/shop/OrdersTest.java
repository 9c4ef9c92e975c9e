package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.TestDatabase.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders, on an H2 file. */
class OrdersTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

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
  void anOrderIsThereWithItsMailWhenItHasBeenPlaced() throws Exception {
    Orders orders = database.orders(NOON);

    Orders.Placed placed = orders.place(REQUEST);

    Order order = placed.order();
    assertTrue(placed.isNew());
    assertEquals(Optional.of(order), orders.find(order.id()));
    assertEquals(
        new Order(order.id(), "apple", 3, "ann@example.com", order.cents(), NOON, null), order);
    assertEquals(
        Optional.of(JobHandle.State.WAITING), database.mails().state(order.id().toString()));
    Mail mail = Mail.confirming(order);
    assertEquals("ann@example.com", mail.recipient());
    assertEquals("<order." + order.id() + "@shop.innkeeper.dev>", mail.messageId());
    assertTrue(mail.body().contains(order.id() + ": 3 of apple"), mail::body);
  }

  @Test
  void whoPlacesAnOrderIsToldOnceItIsThere() {
    List<Integer> seen = new ArrayList<>();
    Orders orders =
        new Orders(
            database.database(),
            database.prices(),
            Instant::now,
            database.mails(),
            () -> seen.add(database.count("orders")));
    orders.place(REQUEST);
    assertEquals(List.of(1), seen);
  }

  @Test
  void thereIsNoOrderWithoutItsMail() {
    Orders orders = database.orders();
    database.execute("drop table scheduled_tasks");

    assertThrows(JdbiException.class, () -> orders.place(REQUEST));

    assertEquals(0, database.count("orders"));
  }

  @Test
  void theSameKeyPlacesOneOrderAlsoFromManyThreads() throws Exception {
    Orders orders = database.orders();
    OrderRequest request = new OrderRequest("milk", 1, "ann@example.com", "key 1");
    List<Callable<Orders.Placed>> requests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      requests.add(() -> placeAtLast(orders, request));
    }

    List<Orders.Placed> placed = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Orders.Placed> answer : threads.invokeAll(requests)) {
        placed.add(answer.get());
      }
    }

    Set<UUID> ids = placed.stream().map(p -> p.order().id()).collect(Collectors.toSet());
    assertEquals(1, ids.size());
    assertEquals(1, placed.stream().filter(Orders.Placed::isNew).count());
    assertEquals(1, database.count("orders"));
    assertEquals(1, database.count("scheduled_tasks"));
  }

  /** As a customer does who is told to try again: H2 waits for the other one, but not for ever. */
  private static Orders.Placed placeAtLast(Orders orders, OrderRequest request) {
    while (true) {
      try {
        return orders.place(request);
      } catch (DatabaseUnavailableException tryAgain) {
        // with the same key, which is what it is for
      }
    }
  }
}
