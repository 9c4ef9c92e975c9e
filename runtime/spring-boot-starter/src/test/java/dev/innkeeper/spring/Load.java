package dev.innkeeper.spring;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * 200 orders a second, from before the port opens until it is closed; fewer if a machine is too
 * busy to answer so many.
 */
final class Load implements AutoCloseable {

  private static final int PER_SECOND = 200;
  private static final long PERIOD = 1_000_000_000L / PER_SECOND;

  private static final int MOST_IN_FLIGHT = 32;

  /** Of orders that were taken: some four seconds of load. */
  private static final int ENOUGH = 800;

  private final ShopProcess shop;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Semaphore free = new Semaphore(MOST_IN_FLIGHT);
  private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
  private final CountDownLatch enough = new CountDownLatch(ENOUGH);
  private final Thread thread;
  private volatile boolean over;

  Load(ShopProcess shop) {
    this.shop = shop;
    this.thread = Thread.ofPlatform().name("load").start(this::send);
  }

  /** In time, also if the one before has been late. */
  private void send() {
    long next = System.nanoTime();
    while (!over) {
      if (free.tryAcquire()) {
        CompletableFuture<?> unused =
            client
                .sendAsync(shop.request("/order"), BodyHandlers.discarding())
                .handle((answer, failure) -> count(failure == null ? answer.statusCode() : 0));
      }
      next += PERIOD;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private Void count(int status) {
    answers.computeIfAbsent(status, s -> new LongAdder()).increment();
    if (status == 200) {
      enough.countDown();
    }
    free.release();
    return null;
  }

  /** How often there was each status; 0: no answer. */
  Map<Integer, Long> answers() {
    Map<Integer, Long> all = new TreeMap<>();
    answers.forEach((status, number) -> all.put(status, number.sum()));
    return all;
  }

  /** Until so many orders were taken that the shop is at work. */
  void awaitOrders() throws InterruptedException {
    if (!enough.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError(answers() + " from " + shop);
    }
  }

  long of(int status) {
    return answers().getOrDefault(status, 0L);
  }

  @Override
  public void close() {
    end();
  }

  /** When all have been answered, one way or the other. */
  void end() {
    over = true;
    try {
      thread.join();
      free.acquire(MOST_IN_FLIGHT);
      free.release(MOST_IN_FLIGHT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
