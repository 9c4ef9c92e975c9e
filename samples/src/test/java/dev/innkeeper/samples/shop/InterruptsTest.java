package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.TestDatabase.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupt of one writer does to the others on the same H2 file: nothing. */
class InterruptsTest {

  private static final int INTERRUPTS = 100;

  /** Each look reads the file, on the thread that looks. */
  private static final String WITHOUT_CACHE = ";CACHE_SIZE=0";

  @TempDir Path folder;

  private final AtomicInteger placedByVictim = new AtomicInteger();
  private final AtomicInteger placedByOther = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> failuresOfOther = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  @Test
  void aHundredInterruptsOfOneWriterCloseTheDatabaseForNobody() throws Exception {
    String url = Database.H2.formatted(folder.resolve("shop")) + WITHOUT_CACHE;
    try (TestDatabase database = TestDatabase.at(url)) {
      Orders orders = database.orders();
      Thread victim = Thread.ofVirtual().start(() -> placeWhateverHappens(orders));
      Thread other = Thread.ofVirtual().start(() -> place(orders));
      for (int i = 0; i < INTERRUPTS; i++) {
        int victims = placedByVictim.get();
        int others = placedByOther.get();
        victim.interrupt();
        Await.until(
            () ->
                !failuresOfOther.isEmpty()
                    || (placedByVictim.get() > victims && placedByOther.get() > others),
            () -> "they do not get on");
      }
      over = true;
      victim.join();
      other.join();

      assertEquals(List.of(), List.copyOf(failuresOfOther));
      assertTrue(placedByVictim.get() >= INTERRUPTS && placedByOther.get() >= INTERRUPTS);
      int placed = placedByVictim.get() + placedByOther.get();
      assertTrue(database.count("orders") >= placed);
      assertEquals(database.count("orders"), database.count("scheduled_tasks"));
    }
  }

  private void place(Orders orders) {
    try {
      while (!over) {
        UUID id = orders.place(REQUEST).order().id();
        assertEquals(id, orders.find(id).orElseThrow().id());
        placedByOther.incrementAndGet();
      }
    } catch (RuntimeException e) {
      failuresOfOther.add(e);
    }
  }

  private void placeWhateverHappens(Orders orders) {
    while (!over) {
      try {
        UUID id = orders.place(REQUEST).order().id();
        assertEquals(id, orders.find(id).orElseThrow().id());
        placedByVictim.incrementAndGet();
      } catch (DatabaseUnavailableException interrupted) {
        Thread.interrupted(); // that was it
      }
    }
  }
}
