package dev.innkeeper.samples.embedding;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Some who ask one address again and again, each time on a new connection, until told to end. They
 * count the answers.
 */
final class Callers {

  /** Counted in place of a status: the connection was refused, or ended before the answer. */
  static final int NO_ANSWER = 0;

  private static final int NUMBER = 8;
  private static final int TIMEOUT = 10_000;

  private final URL address;
  private final NavigableMap<Integer, Integer> answers = new ConcurrentSkipListMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  Callers(URL address) {
    this.address = address;
    for (int i = 0; i < NUMBER; i++) {
      threads.add(Thread.ofPlatform().daemon().start(this::askUntilTheEnd));
    }
  }

  private void askUntilTheEnd() {
    while (!ended) {
      answers.merge(ask(), 1, Integer::sum);
    }
  }

  private int ask() {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.openConnection();
      connection.setConnectTimeout(TIMEOUT);
      connection.setReadTimeout(TIMEOUT);
      connection.setRequestProperty("Connection", "close");
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return NO_ANSWER;
    }
  }

  /** How often there was which status. */
  Map<Integer, Integer> answers() {
    return answers;
  }

  /** Lets each hear its last answer. */
  void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join(Duration.ofMillis(2L * TIMEOUT));
    }
  }
}
