package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands around a host, when it is built and when it has stopped. */
class HostExtensionCloseTest {

  private final ExtensionFixture extensions = new ExtensionFixture();
  private final HostFixture fixture = extensions.hosts;
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  @Test
  void whoseCloseThrowsHarmsNobodyAndIsLogged() throws Exception {
    HostExtension bad =
        extensions.extension(
            "y",
            () -> {},
            () -> {
              throw new IllegalStateException("flush failed");
            });
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host = fixture.start(extensions.host(extensions.marking("x"), bad));
      trail.clear();
      assertTrue(fixture.stop(host).clean());
      assertEquals(
          List.of(
              "ERROR inn: extension "
                  + MarkingExtension.class.getName()
                  + " failed to close [flush failed]"),
          log.lines());
    }
    assertEquals("0 x closes: inn stopped in 0 ms: 1 stopped", trail.getLast());
  }

  @Test
  void whoseCloseHangsKeepsTheStopOnlyUntilItsDeadline() throws Exception {
    HostExtension hanging = extensions.extension("x", () -> {}, () -> sleep(time, seconds(100)));
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = fixture.start(extensions.host(hanging));
      trail.clear();
      fixture.stopAndMark(host);
      assertEquals(
          List.of("0 a stops", "0 x closes: inn stopped in 0 ms: 1 stopped", "20 stop() returned"),
          trail);
      assertTrue(
          log.lines()
              .contains(
                  "WARN inn: goes on without waiting for extension "
                      + MarkingExtension.class.getName()
                      + " to close"),
          log.lines().toString());
    }
  }

  @Test
  void areAllInterruptedIfTheyHangInTheirClose() throws Exception {
    MarkingExtension.Deed hanging =
        () -> {
          try {
            sleep(time, seconds(100));
          } catch (InterruptedException e) {
            fixture.mark("interrupted");
          }
        };
    Host host =
        fixture.start(
            extensions.host(
                extensions.extension("x", () -> {}, hanging),
                extensions.extension("y", () -> {}, hanging)));
    trail.clear();
    fixture.stopAndMark(host);
    time.advance(seconds(1));
    assertEquals(
        List.of(
            "0 a stops",
            "0 y closes: inn stopped in 0 ms: 1 stopped",
            "20 stop() returned",
            "20 interrupted",
            "20 x closes: inn stopped in 0 ms: 1 stopped",
            "20 interrupted"),
        trail);
  }

  @Test
  void isNeitherOpenedNorClosedByAHostThatNeverStarts() throws Exception {
    Host host = extensions.host(extensions.marking("x")).build();
    fixture.stop(host);
    assertEquals(List.of(), trail);
  }

  @Test
  void addsWhatItNeedsToEachHostThatIsBuilt() throws Exception {
    HostBuilder builder =
        fixture
            .host()
            .install(
                new HostExtension() {
                  @Override
                  public void configure(HostBuilder added) {
                    added
                        .add("b", extensions.marking.service("b"))
                        .install(extensions.marking("inner"));
                  }
                });
    for (int i = 0; i < 2; i++) {
      fixture.stop(fixture.start(builder));
    }
    List<String> once =
        List.of(
            "0 inner opens, STARTING",
            "0 b starts",
            "0 b stops",
            "0 inner closes: inn stopped in 0 ms: 1 stopped");
    assertEquals(List.of(once, once), List.of(trail.subList(0, 4), trail.subList(4, 8)));
  }

  @Test
  void isInstalledOnce() {
    HostExtension one = extensions.marking("x");
    HostBuilder builder = fixture.host().install(one);
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder.install(one)).getMessage();
    assertTrue(message.endsWith("is installed already: once is enough"), message);
    assertThrows(NullPointerException.class, () -> builder.install(null));
    assertFalse(builder.install(extensions.marking("y")).build().isLive());
  }
}
