package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Every probe is answered, whatever slow clients do. How soon is told, and not asserted, since it
 * depends on the machine. {@code -Dinnkeeper.probes.seconds=30} runs each phase for so long.
 */
@Tag("once")
class ProbesUnderLoadIT {

  private static final long SECONDS = Long.getLong("innkeeper.probes.seconds", 5);
  private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(100);

  /** Probes of one phase. */
  private static final class Prober {

    private final int port;
    private final ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> unanswered = new ConcurrentLinkedQueue<>();

    Prober(int port) {
      this.port = port;
    }

    /** A probe each 100 ms, by the clock, also while those before are not answered. */
    void probe(int probes) {
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        long due = System.nanoTime();
        for (int i = 0; i < probes; i++) {
          for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
          long began = due;
          threads.execute(() -> probeOnce(began));
          due += BETWEEN_PROBES;
        }
      }
    }

    private void probeOnce(long due) {
      try {
        String answer = ProbeClient.get(port, "/readyz");
        took.add(System.nanoTime() - due);
        if (!answer.equals("200 ready")) {
          unanswered.add(answer);
        }
      } catch (Exception e) {
        unanswered.add(
            e + " after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due) + " ms");
      }
    }

    String times() {
      long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
      return "%d probes, p50 %.1f ms, p99 %.1f ms, max %.1f ms"
          .formatted(
              sorted.length,
              millis(sorted, 0.5),
              millis(sorted, 0.99),
              Arrays.stream(sorted).max().orElse(0) / 1e6);
    }

    private static double millis(long[] sorted, double quantile) {
      return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * quantile)] / 1e6;
    }
  }

  @Test
  void everyProbeIsAnsweredBesideClientsThatNeverSendAWholeRequest(TestReporter reporter)
      throws Exception {
    Probes probes = Probes.on("127.0.0.1", 0);
    try (Host host = Host.builder("orders").warnIfForgotten(false).install(probes).build()) {
      host.start();
      int port = probes.port();
      new Prober(port).probe(20); // for the compiler
      answered(reporter, "alone", port);
      try (SlowClients clients = SlowClients.halfSent(port, 100)) {
        answered(reporter, "beside 100 half-sent requests", port);
        reporter.publishEntry("half-sent connections", "" + clients.connections());
      }
      try (SlowClients clients = SlowClients.trickling(port, 1_000)) {
        answered(reporter, "beside 1,000 with a byte each 200 ms", port);
        reporter.publishEntry("slow connections", "" + clients.connections());
      }
      answered(reporter, "alone again", port);
    }
  }

  private static void answered(TestReporter reporter, String phase, int port) {
    Prober prober = new Prober(port);
    prober.probe((int) (SECONDS * 10));
    reporter.publishEntry(phase, prober.times());
    assertEquals("[]", prober.unanswered.toString(), phase);
  }
}
