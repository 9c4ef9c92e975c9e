package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A failure has its line in the log, whatever it says of itself or does when it is asked. */
class EvilFailureLogTest {

  /** Logback cannot read any of them. */
  private static final String THROWN =
      " [java.lang.IllegalStateException: "
          + Evil.EvilException.class.getName()
          + ", which cannot be shown]";

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;

  @ParameterizedTest
  @EnumSource(Evil.class)
  void namesItsServiceWhereItFailedAndItsClass(Evil evil) throws Exception {
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    throw evil.exception();
                  },
                  s -> s.onFailure(FailurePolicy.ignore()))
              .build();
      fixture.start(host);
      time.advance(seconds(1));
      assertEquals(List.of("ERROR inn/w failed in its work" + THROWN), log.linesWithClasses());
      fixture.stop(host);
    }
  }

  @ParameterizedTest
  @EnumSource(Evil.class)
  void namesCallbackOrListener(Evil evil) throws Exception {
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host =
          fixture
              .host()
              .listener(event -> {
                if (event instanceof HostEvent.HostStopping) {
                  throw evil.exception();
                }
              })
              .build();
      host.lifetime()
          .onStarted(() -> {
            throw evil.exception();
          });
      fixture.start(host);
      fixture.stop(host);
      assertEquals(
          List.of(
              "ERROR inn: a callback for 'started' failed" + THROWN,
              "ERROR inn: a listener failed at HostStopping" + THROWN),
          log.linesWithClasses());
    }
  }
}
