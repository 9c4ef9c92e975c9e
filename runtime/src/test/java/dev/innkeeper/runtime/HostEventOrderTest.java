package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A service's events come in the order in which they happened, however its threads take turns and
 * however slow the log is.
 */
class HostEventOrderTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final int SEEDS = 50;

  private final List<String> trail = new CopyOnWriteArrayList<>();

  /** Each line takes a millisecond, in which other threads have their turns. */
  private static final class SlowLog extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);
    private final TimeSource time;

    SlowLog(TimeSource time) {
      this.time = time;
      start();
      logger.addAppender(this);
      logger.setAdditive(false);
      logger.setLevel(Level.DEBUG);
    }

    @Override
    protected void append(ILoggingEvent event) {
      HostFixture.sleepDeaf(time, Duration.ofMillis(1));
    }

    void close() {
      logger.detachAppender(this);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
  }

  private interface Life {
    HostBuilder of(HostBuilder builder);
  }

  /** The events of the service in a life until its host stops by itself. */
  private List<String> eventsOf(long seed, Life life) throws Exception {
    ManualTimeSource time = ManualTimeSource.withShuffledTurns(seed);
    HostBuilder builder =
        Host.builder("inn")
            .timeSource(time)
            .stopWhenComplete()
            .listener(event -> {
              if (event instanceof OfService) {
                trail.add(event.getClass().getSimpleName());
              }
            });
    Host host = life.of(builder).build();
    trail.clear();
    SlowLog log = new SlowLog(time);
    try {
      time.drive(host::run);
    } finally {
      log.close();
    }
    return List.copyOf(trail);
  }

  private void assertAlways(List<String> expected, Life life) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertEquals(expected, eventsOf(seed, life), "with seed " + seed);
    }
  }

  @Test
  void ofWorkThatIsDoneAtOnce() throws Exception {
    assertAlways(
        List.of(
            "ServiceStarting",
            "ServiceStarted",
            "ServiceCompleted",
            "ServiceStopping",
            "ServiceStopped"),
        host -> host.background("once", context -> {}));
  }

  @Test
  void ofAFailureWithARestart() throws Exception {
    assertAlways(
        List.of(
            "ServiceStarting",
            "ServiceStarted",
            "ServiceFailed",
            "ServiceRestarting",
            "ServiceStopping",
            "HealthChanged",
            "ServiceStopped",
            "ServiceStarting",
            "ServiceStarted",
            "HealthChanged",
            "ServiceCompleted",
            "ServiceStopping",
            "ServiceStopped"),
        host -> {
          int[] lives = {0};
          return host.background(
              "w",
              context -> {
                if (++lives[0] == 1) {
                  context.awaitStop(Duration.ofSeconds(1));
                  throw new IllegalStateException("crash");
                }
              },
              s -> s.onFailure(FailurePolicy.restart().backoff(NANO, NANO)));
        });
  }
}
