package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Candidates that take, renew, release and forget their leases in any order, while answers are lost
 * and clocks are set. Each believes that it leads from before its call until the lease has passed,
 * as a host does; never do two believe it at the same time.
 */
class RandomHistoriesTest {

  private static final int HISTORIES = 25;
  private static final int STEPS = 60;
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<String> history = new ArrayList<>();
  private long greatestToken;

  @Test
  void neverDoTwoLead() throws Exception {
    try (ApiServer server = new ApiServer()) {
      for (int seed = 0; seed < HISTORIES; seed++) {
        server.reset();
        greatestToken = 0;
        history.clear();
        history.add("seed " + seed);
        play(server, new Random(seed));
      }
    }
  }

  private void play(ApiServer server, Random random) throws Exception {
    List<Candidate> candidates =
        Stream.of("a", "b", "c").map(name -> new Candidate(name, server)).toList();
    for (int step = 0; step < STEPS; step++) {
      Candidate candidate = candidates.get(random.nextInt(candidates.size()));
      switch (random.nextInt(10)) {
        case 0 -> candidate.release();
        case 1 -> candidate.restart();
        case 2 -> {
          server.next(random.nextBoolean() ? "PUT" : "GET", ApiServer::answerLost);
          history.add("an answer will be lost");
        }
        case 3 -> time.moveWallClock(Duration.ofSeconds(random.nextInt(-3_600, 3_600)));
        case 4, 5 -> {
          Duration passed = Duration.ofMillis(random.nextInt(12_000));
          time.advance(passed);
          history.add(passed + " pass");
        }
        default -> candidate.tryOrRenew();
      }
      List<Candidate> leaders = candidates.stream().filter(Candidate::leads).toList();
      assertTrue(leaders.size() <= 1, () -> leaders + " lead: " + history);
    }
  }

  private final class Candidate {
    private final String name;
    private final ApiServer server;
    private KubernetesLeaderElection election;
    private @Nullable Lease lease;
    private long until;

    Candidate(String name, ApiServer server) {
      this.name = name;
      this.server = server;
      election = newElection();
    }

    private KubernetesLeaderElection newElection() {
      return KubernetesLeaderElection.builder(server.client(), "billing")
          .namespace("shop")
          .leaseDuration(LEASE)
          .timeSource(time)
          .build();
    }

    boolean leads() {
      return lease != null && time.nanoTime() - until < 0;
    }

    void tryOrRenew() throws Exception {
      long before = time.nanoTime();
      Lease held = lease;
      try {
        if (held == null) {
          take(election.tryAcquire(), before);
        } else if (held.renew()) {
          until = before + LEASE.toNanos();
          history.add(name + " renews");
        } else {
          assertTrue(!leads(), () -> name + " loses a lease that it has: " + history);
          lease = null;
          history.add(name + " has lost it");
        }
      } catch (KubernetesClientException e) {
        history.add(name + " does not know");
      }
    }

    private void take(Optional<Lease> taken, long before) {
      history.add(name + (taken.isEmpty() ? " stands by" : " takes it"));
      taken.ifPresent(it -> {
        lease = it;
        until = before + LEASE.toNanos();
        long token = it.fencingToken().orElseThrow();
        assertTrue(token > greatestToken, () -> token + " is an old token: " + history);
        greatestToken = token;
      });
    }

    void release() throws Exception {
      Lease held = lease;
      if (held != null) {
        lease = null;
        try {
          held.release();
          history.add(name + " releases");
        } catch (KubernetesClientException e) {
          history.add(name + " cannot release");
        }
      }
    }

    void restart() {
      lease = null;
      election = newElection();
      history.add(name + " restarts");
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
