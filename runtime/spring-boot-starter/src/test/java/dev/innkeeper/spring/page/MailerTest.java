package dev.innkeeper.spring.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

// snippet: spring-boot-test
@SpringBootTest
class MailerTest {

  @TestConfiguration
  static class Time {
    @Bean
    ManualTimeSource time() {
      return new ManualTimeSource(Instant.parse("2026-03-27T12:00:00Z"));
    }
  }

  @Autowired private ManualTimeSource time;
  @Autowired private Archive archive;

  @Test
  void cleansUpEachNightAtThreeAlsoWhenTheClocksGoForward() {
    time.advance(Duration.ofDays(2));

    assertEquals(
        List.of(Instant.parse("2026-03-28T02:00:00Z"), Instant.parse("2026-03-29T01:00:00Z")),
        archive.cleanups());
  }
}
// end
