package dev.innkeeper.junit;

import static dev.innkeeper.junit.TestsUnderTest.failureOf;
import static dev.innkeeper.junit.TestsUnderTest.failuresOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a test leaves running. The nested classes are tests that are run by these. */
class LeftRunningTest {

  /** What a test under test has seen. */
  private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void nothingIsSeen() {
    SEEN.clear();
  }

  private static Host see(Host host) {
    SEEN.add(host);
    return host;
  }

  private static void assertAllStopped() {
    for (Object seen : SEEN) {
      assertEquals(HostState.STOPPED, ((Host) seen).state());
    }
  }

  @ExtendWith(InnkeeperExtension.class)
  static class ForgetsItsHost {
    @Test
    void forgetful(HostBuilder builder) {
      see(builder.background("inbox", given -> given.awaitStop()).build()).start();
    }
  }

  @Test
  void failsATestThatForgetsToStopItsHostAndStopsIt() {
    Throwable leak = failureOf(ForgetsItsHost.class);
    assertEquals(
        "left running at the end of the test: host 'forgetful' was started and not stopped, it is"
            + " RUNNING: stop it by time.drive(host::stop)",
        leak.getMessage());
    assertEquals(0, leak.getSuppressed().length);
    assertAllStopped();
  }

  @ExtendWith(InnkeeperExtension.class)
  static class ForgetsAHostThatItHasBuiltItself {
    @Test
    void forgetful(ManualTimeSource time) {
      for (String name : List.of("shop", "mails")) {
        see(Host.builder(name).timeSource(time).build()).start();
      }
    }
  }

  @Test
  void knowsOfHostsThatATestHasBuiltItself() {
    Throwable leak = failureOf(ForgetsAHostThatItHasBuiltItself.class);
    assertEquals(
        "left running at the end of the test: host 'shop' was started and not stopped, it is"
            + " RUNNING: stop it by time.drive(host::stop); host 'mails' was started and not"
            + " stopped, it is RUNNING: stop it by time.drive(host::stop)",
        leak.getMessage());
    assertAllStopped();
  }

  @ExtendWith(InnkeeperExtension.class)
  static class FailsAndForgets {
    @Test
    void failing(HostBuilder builder) {
      see(builder.build()).start();
      throw new IllegalStateException("the test's own");
    }
  }

  @Test
  void addsTheLeakToTheFailureThatTheTestHas() {
    Throwable failure = failureOf(FailsAndForgets.class);
    assertEquals("the test's own", failure.getMessage());
    assertEquals(1, failure.getSuppressed().length);
    String leak = failure.getSuppressed()[0].getMessage();
    assertTrue(leak.startsWith("left running at the end of the test: host 'failing' "), leak);
    assertAllStopped();
  }

  @ExtendWith(InnkeeperExtension.class)
  static class StopsInAfterEach {
    private Host host;

    @Test
    void test(HostBuilder builder) {
      host = see(builder.background("inbox", given -> given.awaitStop()).build());
      host.start();
    }

    @AfterEach
    void stop(ManualTimeSource time) throws Exception {
      time.drive(host::stop);
    }
  }

  @ExtendWith(InnkeeperExtension.class)
  static class LeavesNothing {
    @Test
    void notStarted(HostBuilder builder) {
      builder.build();
    }

    @Test
    void didNotStart(HostBuilder builder) {
      Host host = builder.add("http", given -> given.lifetime().requestStop()).build();
      assertThrows(HostStartException.class, host::start);
    }

    @Test
    void stopsByItself(HostBuilder builder) {
      Host host = builder.background("inbox", given -> {}).stopWhenComplete().build();
      host.start();
    }

    @Test
    void takesNoParameters() {}
  }

  @Test
  void letsATestPassThatHasStoppedWhatItHasStarted() {
    assertEquals(List.of(), failuresOf(StopsInAfterEach.class));
    assertEquals(List.of(), failuresOf(LeavesNothing.class));
  }

  @ExtendWith(InnkeeperExtension.class)
  static class ForgetsAHostThatIsStopping {
    @Test
    void slow(HostBuilder builder, ManualTimeSource time) {
      Host host = see(builder.background("inbox", given -> sleepOnInSpiteOfTheStop(time)).build());
      host.start();
      host.lifetime().requestStop();
    }

    private static void sleepOnInSpiteOfTheStop(ManualTimeSource time) throws Exception {
      TestContext other = new TestContext(time);
      assertFalse(other.awaitStop(Duration.ofDays(1)));
    }
  }

  @Test
  void failsATestThatDoesNotWaitForTheEndOfTheStop() {
    Throwable leak = failureOf(ForgetsAHostThatIsStopping.class);
    assertTrue(leak.getMessage().contains("it is STOPPING"), leak::getMessage);
    assertAllStopped();
  }

  @ExtendWith(InnkeeperExtension.class)
  static class ForgetsAService {
    @Test
    void forgetful(TestContext context) throws Exception {
      context.onStopRequested(() -> SEEN.add("asked"));
      context.start(given -> SEEN.add("started"));
    }
  }

  @Test
  void failsATestThatForgetsToStopTheServiceOfATestContextAndStopsIt() {
    Throwable leak = failureOf(ForgetsAService.class);
    assertEquals(
        "left running at the end of the test: a TestContext has started a service, which still"
            + " runs: call context.stop()",
        leak.getMessage());
    assertEquals(List.of("started", "asked"), SEEN);
  }

  @ExtendWith(InnkeeperExtension.class)
  static class ForgetsAServiceThatWorksOn {
    @Test
    void forgetful(TestContext context) throws Exception {
      BackgroundService deaf = given -> workOn(context.timeSource());
      context.start(deaf);
    }

    private static void workOn(ManualTimeSource time) {
      Signal never = new Signal(time);
      while (time.instant().isBefore(Instant.parse("2001-01-01T00:00:00Z"))) {
        time.parkUntil(never, time.nanoTimeAfter(Duration.ofDays(400)));
        if (Thread.interrupted()) {
          SEEN.add("interrupted");
        }
      }
    }
  }

  @Test
  void saysWhatCouldNotBeStopped() {
    Throwable leak = failureOf(ForgetsAServiceThatWorksOn.class);
    assertEquals(List.of("interrupted"), SEEN);
    assertEquals(1, leak.getSuppressed().length);
    String trouble = leak.getSuppressed()[0].getMessage();
    assertTrue(trouble.startsWith("service 'test' works on, 10 s after"), trouble);
  }

  @Test
  void stopsWhatIsLeftOnAThreadThatIsInterruptedAndLeavesItThat() {
    try (HostsOfTest hosts = new HostsOfTest(new ManualTimeSource())) {
      Host host = hosts.builder("shop").build();
      host.start();
      Thread.currentThread().interrupt();
      Throwable leak = hosts.stopWhatIsLeft();
      assertTrue(Thread.interrupted());
      assertEquals(0, leak.getSuppressed().length);
      assertEquals(HostState.STOPPED, host.state());
    }
  }

  @Test
  void knowsOfNoHostThatStartsAfterTheEndOfTheTest() throws Exception {
    HostsOfTest hosts = new HostsOfTest(new ManualTimeSource());
    hosts.close();
    Host host = hosts.builder("shop").build();
    host.start();
    assertNull(hosts.stopWhatIsLeft());
    hosts.time().drive(host::stop);
  }
}
