package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices, read again every two seconds. So that something moves, it is also the market: each
 * time it changes them a little. Any thread may read.
 */
final class PriceCache implements BackgroundService {

  private static final Logger LOG = LoggerFactory.getLogger(PriceCache.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final int STEP_IN_CENTS = 3;

  private final Database database;
  private final RandomGenerator random;

  /** An immutable snapshot. Written by the service's thread, read by any. */
  private volatile SortedMap<String, Long> centsByItem = new TreeMap<>();

  PriceCache(Database database, RandomGenerator random) {
    this.database = database;
    this.random = random;
  }

  /** Who depends on it finds prices. */
  @Override
  public void start(ServiceContext context) {
    refresh();
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(PERIOD)) {
      while (timer.waitForNextTick()) {
        try {
          refresh();
        } catch (DatabaseUnavailableException e) {
          LOG.debug("The prices stay as they are", e);
        }
      }
    }
  }

  /** By item, in order. */
  Map<String, Long> cents() {
    return centsByItem;
  }

  /** What one of them costs. */
  long centsOf(String item) {
    return Objects.requireNonNull(centsByItem.get(item), item);
  }

  /** Reads them now. */
  void refresh() {
    SortedMap<String, Long> fresh = database.transaction(this::moveAndRead);
    centsByItem = Collections.unmodifiableSortedMap(fresh);
  }

  private SortedMap<String, Long> moveAndRead(Handle transaction) {
    SortedMap<String, Long> fresh = new TreeMap<>();
    transaction
        .createQuery("select item, cents from prices order by item")
        .map((row, unused) -> fresh.put(row.getString("item"), row.getLong("cents")))
        .list();
    for (Map.Entry<String, Long> price : fresh.entrySet()) {
      int step = random.nextInt(-STEP_IN_CENTS, STEP_IN_CENTS + 1);
      price.setValue(Math.max(1, price.getValue() + step));
      transaction
          .createUpdate("update prices set cents = :cents where item = :item")
          .bind("cents", price.getValue())
          .bind("item", price.getKey())
          .execute();
    }
    return fresh;
  }
}
