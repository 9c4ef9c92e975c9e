package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** An application in a test whose time moves by hand, as the page shows it. */
// snippet: spring-test
@SpringBootTest
class NightlyTest {

  @TestConfiguration
  static class Time {
    @Bean
    ManualTimeSource time() {
      return new ManualTimeSource(Instant.parse("2026-03-27T12:00:00Z"));
    }
  }

  @Autowired private ManualTimeSource time;
  @Autowired private List<Instant> cleanups;

  @Test
  void cleansUpEachNightAtThree() {
    time.advance(Duration.ofDays(2));

    assertEquals(
        List.of(Instant.parse("2026-03-28T02:00:00Z"), Instant.parse("2026-03-29T01:00:00Z")),
        cleanups);
  }
  // end

  @SpringBootConfiguration(proxyBeanMethods = false)
  @ImportAutoConfiguration(InnkeeperAutoConfiguration.class)
  static class Application {
    @Bean
    RecurringJob cleanup(List<Instant> cleanups) {
      return RecurringJob.on(Schedule.daily(LocalTime.of(3, 0), ZoneId.of("Europe/Berlin")))
          .build(run -> cleanups.add(run.scheduled()));
    }

    @Bean
    List<Instant> cleanups() {
      return new CopyOnWriteArrayList<>();
    }
  }
}
