package dev.innkeeper.shedlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.HostEvent.LeadershipEnded;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two hosts, of which one leads at a time. */
class LeadingHostTest {

  private final ManualTimeSource time = new ManualTimeSource();
  private final ShedLockClock clock = new ShedLockClock(time);
  private final long origin = time.nanoTime();
  private final Database database = new Database().withTable();

  /** "100 one works": the second, the host, and what its service does. */
  private final List<String> trail = new CopyOnWriteArrayList<>();

  /** Why leaderships ended; told on another thread than the trail, and so a list of its own. */
  private final List<String> ends = new CopyOnWriteArrayList<>();

  @AfterEach
  void resetClock() {
    clock.close();
  }

  private Host start(String name) throws Exception {
    return start(name, database.locksOf(name));
  }

  private Host start(String name, LockProvider locks) throws Exception {
    LeaderElection election =
        new ShedLockLeaderElection(locks, "billing", Duration.ofSeconds(15), time);
    Host host =
        Host.builder(name)
            .timeSource(time)
            .background("billing", this::work, s -> s.whileLeader(election))
            .listener(event -> {
              if (event instanceof LeadershipEnded ended) {
                ends.add(name + ": " + ended.reason());
              }
            })
            .build();
    time.drive(host::start);
    return host;
  }

  private void work(ServiceContext context) throws InterruptedException {
    String host = context.host().name();
    assertTrue(context.fencingToken().isEmpty());
    mark(host + " works");
    context.awaitStop();
    mark(host + " ends");
  }

  private void mark(String what) {
    trail.add(Duration.ofNanos(time.nanoTime() - origin).toSeconds() + " " + what);
  }

  private void pass(int seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  private static ServiceState state(Host host) {
    return host.service("billing").state();
  }

  @Test
  void whenOneStopsTheOtherTakesOver() throws Exception {
    Host one = start("one");
    Host two = start("two");
    pass(100);
    assertEquals(ServiceState.RUNNING, state(one));
    assertEquals(ServiceState.STANDBY, state(two));
    assertTrue(two.isReady());
    time.drive(one::stop);
    pass(3);
    assertEquals(ServiceState.RUNNING, state(two));
    pass(97);
    time.drive(two::stop);

    assertEquals(List.of("0 one works", "100 one ends", "102 two works", "200 two ends"), trail);
    assertEquals(List.of("one: its services have stopped", "two: its services have stopped"), ends);
  }

  @Test
  void whenTheDatabaseIsAwayNoneLeadsUntilItIsBack() throws Exception {
    Host one = start("one");
    Host two = start("two");
    pass(101);
    database.setAway(true);
    pass(60);
    assertEquals(ServiceState.STANDBY, state(one));
    assertEquals(ServiceState.STANDBY, state(two));
    database.setAway(false);
    pass(3);
    time.drive(one::stop);
    time.drive(two::stop);

    assertEquals(List.of("0 one works", "110 one ends"), trail.subList(0, 2));
    assertEquals(4, trail.size(), trail::toString); // and one of them leads again
    assertEquals("one: the lease could not be renewed in time", ends.getFirst());
  }

  @Test
  void aHostWhoseProviderCannotExtendDoesNotStart() {
    SimpleLock lock = () -> {};
    HostStartException e =
        assertThrows(
            HostStartException.class, () -> start("one", configuration -> Optional.of(lock)));
    String message = e.getMessage() + e.getCause();
    assertTrue(message.contains("cannot be extended"), message);
  }
}
