package dev.innkeeper.samples.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers who order one thing after the other, each waiting a little, until they are closed. They
 * remember what the shop has answered.
 */
final class Customers implements AutoCloseable {

  private static final int NUMBER = 8;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final URI orders;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final NavigableMap<Integer, Integer> answers = new ConcurrentSkipListMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** At a shop on this port, now or later. */
  Customers(int port) {
    orders = URI.create("http://127.0.0.1:" + port + "/orders");
    for (int i = 0; i < NUMBER; i++) {
      String body =
          "{\"item\": \"honey\", \"quantity\": 1, \"email\": \"customer%d@example.com\"}"
              .formatted(i);
      threads.add(Thread.ofVirtual().start(() -> orderUntilClosed(body)));
    }
  }

  private void orderUntilClosed(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(orders)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    while (!closed) {
      order(request);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void order(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 201) {
        String location = answer.headers().firstValue("Location").orElseThrow();
        accepted.add(location.substring("/orders/".length()));
      }
      answers.merge(answer.statusCode(), 1, Integer::sum);
    } catch (IOException e) { // nobody there, or gone half-way: no order was accepted
      answers.merge(0, 1, Integer::sum);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** The ids of the orders that the shop has accepted. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** How often there was which status; 0: no answer at all. */
  Map<Integer, Integer> answers() {
    return answers;
  }

  /** Those that there were. */
  Set<Integer> statuses() {
    Set<Integer> statuses = new TreeSet<>(answers.keySet());
    statuses.remove(0);
    return statuses;
  }

  /** How often there was this status. */
  int answers(int status) {
    return answers.getOrDefault(status, 0);
  }

  /** Lets them finish what they are at. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Customers::join);
    client.close();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
