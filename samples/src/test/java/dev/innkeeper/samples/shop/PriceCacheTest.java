package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The price cache, in manual time. */
class PriceCacheTest {

  @TempDir Path folder;

  private final ManualTimeSource time = new ManualTimeSource();
  private TestDatabase database;
  private PriceCache prices;
  private Host host;

  @BeforeEach
  void start() {
    database = TestDatabase.in(folder);
    prices = new PriceCache(database.database(), new SplittableRandom(1));
    host = Host.builder("test").add("prices", prices).timeSource(time).build();
    host.start();
  }

  @AfterEach
  void stop() throws Exception {
    time.drive(host::stop);
    database.close();
  }

  private void assertApplesCostAbout(long cents) {
    assertTrue(Math.abs(prices.centsOf("apple") - cents) <= 3, () -> "" + prices.cents());
  }

  @Test
  void pricesAreThereWhenItHasStarted() {
    assertEquals(
        List.of("apple", "bread", "cheese", "honey", "milk"), List.copyOf(prices.cents().keySet()));
    assertApplesCostAbout(45);
  }

  @Test
  void pricesAreReadAgainEveryTwoSeconds() throws Exception {
    database.execute("update prices set cents = 1000 where item = 'apple'");
    time.advance(Duration.ofMillis(1_999));
    assertApplesCostAbout(45);
    time.advance(Duration.ofMillis(1));
    assertApplesCostAbout(1_000);
  }

  @Test
  void pricesMoveAndAreAlwaysWhatTheDatabaseHas() throws Exception {
    Map<String, Long> before = prices.cents();
    time.advance(Duration.ofMinutes(1));
    Map<String, Long> after = prices.cents();
    assertNotEquals(before, after);
    for (Map<String, Object> row : database.rows("select item, cents from prices")) {
      assertEquals(row.get("cents"), after.get((String) row.get("item")));
    }
  }

  @Test
  void pricesStayWhileTheDatabaseIsGone() throws Exception {
    Map<String, Long> before = prices.cents();
    database.vanish();
    time.advance(Duration.ofSeconds(10));
    assertEquals(before, prices.cents());
    assertEquals(ServiceState.RUNNING, host.services().getFirst().state());
  }

  @Test
  void thereIsNoStartWithoutPrices() throws Exception {
    database.vanish();
    PriceCache other = new PriceCache(database.database(), new SplittableRandom(1));
    Host second = Host.builder("second").add("prices", other).build();
    Throwable failure = assertThrows(RuntimeException.class, second::start).getCause();
    assertTrue(failure instanceof DatabaseUnavailableException, () -> "" + failure);
  }
}
