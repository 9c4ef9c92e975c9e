package dev.innkeeper.spring;

import static dev.innkeeper.spring.Contexts.untilStopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** The stop of everything has one end. */
class SharedTimeTest {

  private static final Duration WHOLE = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Pattern TIMEOUT = Pattern.compile("after timeout of (\\d+)ms");

  @Test
  void eachHasWhatThoseBeforeItHaveLeft() {
    ManualTimeSource time = new ManualTimeSource();
    StopClock clock = new StopClock(time, new Times(WHOLE, DRAIN, WHOLE));
    List<List<Long>> left = new ArrayList<>();
    clock.begin();
    for (int step : List.of(0, 4, 1, 10, 1, 1, 10)) {
      time.advance(Duration.ofSeconds(step));
      left.add(List.of(clock.leftOfDrain().toSeconds(), clock.leftBeforeHost().toSeconds()));
    }
    assertEquals(
        List.of(
            List.of(5L, 16L), // now
            List.of(1L, 12L), // after 4 seconds
            List.of(0L, 11L), // after 5
            List.of(0L, 1L), // after 15
            List.of(0L, 0L), // after 16
            List.of(0L, 0L), // after 17
            List.of(0L, 0L)), // after 27
        left);
  }

  @Test
  void aPhaseThatWasChosenShorterIsNotMadeLonger() {
    ManualTimeSource time = new ManualTimeSource();
    Duration phase = Duration.ofSeconds(3);
    StopClock clock = new StopClock(time, new Times(WHOLE, DRAIN, phase));
    clock.begin();
    assertEquals(phase, clock.leftBeforeHost());
  }

  static class Hanging {
    @Bean
    BackgroundService inbox() {
      return untilStopped();
    }

    @Bean
    Part listeners() {
      return new Part("listeners", SmartLifecycle.DEFAULT_PHASE, new ArrayList<>(), true);
    }

    @Bean
    Part executors() {
      return new Part("executors", 0, new ArrayList<>(), true);
    }

    @Bean
    Part requests() {
      return new Part(
          "requests", WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE, new ArrayList<>(), true);
    }
  }

  /** The whole is a second. Spring says how long it has waited for a phase. */
  @Test
  void phasesShareTheTimeBeforeTheHostAndThoseBehindItHaveTheRest() {
    Logger logger = (Logger) LoggerFactory.getLogger(DefaultLifecycleProcessor.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      Contexts.with(Hanging.class)
          .withPropertyValues("innkeeper.shutdown-timeout=1s")
          .run(context -> context.close());
    } finally {
      logger.detachAppender(lines);
    }
    List<Long> timeouts =
        lines.list.stream()
            .map(ILoggingEvent::getFormattedMessage)
            .map(TIMEOUT::matcher)
            .filter(Matcher::find)
            .map(matcher -> Long.parseLong(matcher.group(1)))
            .toList();
    assertEquals(3, timeouts.size(), timeouts::toString);
    assertTrue(timeouts.get(0) <= 800 && timeouts.get(0) > 1, timeouts::toString);
    assertEquals(1, timeouts.get(1), timeouts::toString);
    assertTrue(timeouts.get(2) <= 200, timeouts::toString); // behind the host
  }

  static class Deaf {
    @Bean
    ManualTimeSource time() {
      return new ManualTimeSource();
    }

    @Bean
    BackgroundService deaf() {
      return context -> context.timeSource().awaitUninterruptibly(this, () -> false);
    }
  }

  @Test
  void theHostIsOverWhenTheWholeTimeIs() {
    Contexts.with(Deaf.class)
        .withPropertyValues("innkeeper.shutdown-timeout=20s", "innkeeper.drain-delay=5s")
        .run(context -> {
          ManualTimeSource time = context.getBean(ManualTimeSource.class);
          Instant closed = time.instant();
          context.close();
          Duration took = Duration.between(closed, time.instant());
          assertTrue(took.compareTo(WHOLE) <= 0, took::toString);
          assertTrue(
              took.compareTo(WHOLE.minusSeconds(1)) > 0, took::toString); // it has had its time
        });
  }
}
