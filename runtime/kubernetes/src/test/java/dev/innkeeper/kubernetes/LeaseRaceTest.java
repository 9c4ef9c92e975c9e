package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeaseRaceTest {

  private static final int CANDIDATES = 6;
  private static final int ROUNDS = 12;

  private final ManualTimeSource time = new ManualTimeSource();

  @Test
  void ofManyThatTryAtTheSameTimeOneLeads() throws Exception {
    try (ApiServer server = new ApiServer();
        ExecutorService threads = Executors.newFixedThreadPool(CANDIDATES)) {
      List<KubernetesLeaderElection> candidates =
          Stream.generate(() -> candidate(server)).limit(CANDIDATES).toList();
      List<Long> tokens = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        List<Lease> leases = race(threads, candidates);
        assertEquals(1, leases.size(), "round " + round);
        Lease lease = leases.getFirst();
        tokens.add(lease.fencingToken().orElseThrow());
        assertEquals(List.of(), race(threads, candidates), "round " + round);
        giveUp(lease, round);
      }
      assertEquals(LongStream.rangeClosed(1, ROUNDS).boxed().toList(), tokens);
    }
  }

  /** In each of the ways that there are, one after the other. */
  private void giveUp(Lease lease, int round) throws Exception {
    switch (round % 3) {
      case 0 -> lease.release();
      case 1 -> {
        lease.renew();
        lease.release();
      }
      default -> time.advance(Duration.ofSeconds(15)); // as if it had died
    }
  }

  private static List<Lease> race(
      ExecutorService threads, List<KubernetesLeaderElection> candidates) throws Exception {
    CyclicBarrier start = new CyclicBarrier(candidates.size());
    List<Future<Optional<Lease>>> tries = new ArrayList<>();
    for (KubernetesLeaderElection candidate : candidates) {
      Callable<Optional<Lease>> attempt =
          () -> {
            start.await();
            return candidate.tryAcquire();
          };
      tries.add(threads.submit(attempt));
    }
    List<Lease> leases = new ArrayList<>();
    for (Future<Optional<Lease>> tried : tries) {
      tried.get().ifPresent(leases::add);
    }
    return leases;
  }

  private KubernetesLeaderElection candidate(ApiServer server) {
    return KubernetesLeaderElection.builder(server.client(), "billing")
        .namespace("shop")
        .timeSource(time)
        .build();
  }
}
