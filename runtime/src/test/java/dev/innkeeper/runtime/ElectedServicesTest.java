package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a host says of elections that cannot be used, or cannot be asked. */
class ElectedServicesTest {

  private final HostFixture fixture = new HostFixture();
  private final FakeElection election = new FakeElection(fixture);

  private record Named(String name, Duration leaseDuration) implements LeaderElection {
    @Override
    public Optional<Lease> tryAcquire() {
      return Optional.empty();
    }
  }

  private static String refusal(HostBuilder builder) {
    return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
  }

  @Test
  void aDependencyOnAServiceThatMayStandByIsRefused() {
    HostBuilder builder =
        fixture
            .host()
            .add("billing", ServiceContext::name, s -> s.whileLeader(election.candidate()))
            .add("api", ServiceContext::name, s -> s.dependsOn("billing"));
    assertEquals(
        "service 'api' depends on 'billing', which stands by while another process leads"
            + " 'billing': give 'api' whileLeader with the same election, or leave the dependency"
            + " out",
        refusal(builder));
  }

  @Test
  void anotherElectionIsNotTheSame() {
    Duration lease = Duration.ofSeconds(15);
    HostBuilder builder =
        fixture
            .host()
            .add("a", ServiceContext::name, s -> s.whileLeader(new Named("first", lease)))
            .add(
                "b",
                ServiceContext::name,
                s -> s.whileLeader(new Named("second", lease)).dependsOn("a"));
    assertTrue(refusal(builder).startsWith("service 'b' depends on 'a', which stands by"));
  }

  @Test
  void twoElectionsOfOneNameInOneHostAreRefused() {
    HostBuilder builder =
        fixture
            .host()
            .add("a", ServiceContext::name, s -> s.whileLeader(election.candidate()))
            .add("b", ServiceContext::name, s -> s.whileLeader(election.candidate()));
    assertEquals(
        "two elections of one host are named 'billing', and each would keep the other from"
            + " leading: give their services the same LeaderElection",
        refusal(builder));
  }

  @Test
  void aLeaseThatIsTooShortToStopInIsRefused() {
    HostBuilder builder =
        fixture
            .host()
            .add(
                "a",
                ServiceContext::name,
                s -> s.whileLeader(new Named("short", Duration.ofMillis(900))));
    assertEquals(
        "the lease duration of 'short' is 900ms, in which no service can be stopped: choose 1s or"
            + " more",
        refusal(builder));
  }

  @Test
  void anElectionThatCanNeverWorkFailsTheStartAndNoServiceIsStarted() {
    LeaderElection broken =
        new LeaderElection() {
          @Override
          public String name() {
            return "billing";
          }

          @Override
          public Duration leaseDuration() {
            return Duration.ofSeconds(15);
          }

          @Override
          public void prepare() {
            throw new IllegalStateException("no table: create table …");
          }

          @Override
          public Optional<Lease> tryAcquire() {
            throw new AssertionError("it was not prepared");
          }
        };
    Host host =
        fixture
            .host()
            .add("first", context -> fixture.mark("started"))
            .add("billing", ServiceContext::name, s -> s.whileLeader(broken))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals("no table: create table …", failed.getCause().getMessage());
    assertTrue(failed.getMessage().contains("election 'billing'"), failed.getMessage());
    assertEquals(List.of(), fixture.trail);
  }

  @Test
  void anEngineThatIsAwayIsOneWarningAndItsReturnOneLine() throws Exception {
    List<String> lines;
    try (LogLines log = LogLines.collect()) {
      lines = log.lines();
      election.isAway();
      Host host =
          fixture.start(
              fixture
                  .host()
                  .background(
                      "w", ServiceContext::awaitStop, s -> s.whileLeader(election.candidate())));
      fixture.time.advance(Duration.ofMinutes(10));
      assertEquals(ServiceState.STANDBY, HostFixture.state(host, 0));
      election.isBack();
      fixture.time.advance(Duration.ofMinutes(10));
      assertEquals(ServiceState.RUNNING, HostFixture.state(host, 0));
      fixture.stop(host);
    }
    assertEquals(
        List.of(
            "INFO inn started: 1 service in 0 ms",
            "WARN inn: election 'billing' cannot be reached; the host stands by:"
                + " java.lang.IllegalStateException: no connection",
            "INFO inn: election 'billing' answers again",
            "INFO inn leads 'billing'",
            "INFO inn is stopping: stop() was called",
            "INFO inn no longer leads 'billing': its services have stopped",
            "INFO inn stopped in 0 ms: 1 stopped"),
        lines);
  }

  private record Evil(Lease lease) implements LeaderElection {
    @Override
    public String name() {
      return "billing";
    }

    @Override
    public Duration leaseDuration() {
      return Duration.ofSeconds(15);
    }

    @Override
    @SuppressWarnings({"OptionalAssignedToNull", "NullAway"})
    public Optional<Lease> tryAcquire() {
      return lease == null ? null : Optional.of(lease);
    }
  }

  private void standsBy(LeaderElection broken, String why) throws Exception {
    try (LogLines log = LogLines.collect()) {
      Host host =
          fixture.start(
              fixture
                  .host()
                  .background("w", ServiceContext::awaitStop, s -> s.whileLeader(broken)));
      fixture.time.advance(Duration.ofMinutes(1));
      assertEquals(ServiceState.STANDBY, HostFixture.state(host, 0));
      assertTrue(fixture.stop(host).clean());
      assertTrue(log.lines().get(1).endsWith(why), log.lines().toString());
      assertEquals(4, log.lines().size(), log.lines().toString());
    }
  }

  @Test
  void anElectionThatReturnsNullIsInTroubleAndTheHostIsNot() throws Exception {
    standsBy(new Evil(null), "java.lang.NullPointerException: tryAcquire() has returned null");
  }

  @Test
  void aLeaseWhoseTokenThrowsIsInTroubleAndTheHostIsNot() throws Exception {
    Lease broken =
        new Lease() {
          @Override
          public OptionalLong fencingToken() {
            throw new IllegalStateException("no token");
          }

          @Override
          public boolean renew() {
            return true;
          }

          @Override
          public void release() {}
        };
    standsBy(new Evil(broken), "java.lang.IllegalStateException: no token");
  }

  @Test
  void anEngineThatHangsDoesNotMakeTheStopLong() throws Exception {
    election.does(() -> HostFixture.sleepDeaf(fixture.time, Duration.ofHours(1)));
    Host host =
        fixture.start(
            fixture
                .host()
                .background(
                    "w", ServiceContext::awaitStop, s -> s.whileLeader(election.candidate())));
    StopReport report = fixture.stop(host);
    assertEquals(Duration.ofSeconds(2), report.took());
    assertTrue(report.clean());
  }

  @Test
  void anEngineThatHangsAndHearsInterruptsDoesNotHoldUpTheStopAtAll() throws Exception {
    election.does(() -> HostFixture.sleep(fixture.time, Duration.ofHours(1)));
    Host host =
        fixture.start(
            fixture
                .host()
                .background(
                    "w", ServiceContext::awaitStop, s -> s.whileLeader(election.candidate())));
    assertEquals(Duration.ZERO, fixture.stop(host).took());
  }
}
