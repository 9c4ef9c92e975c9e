package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs are called in messages and in a debugger. */
class TextOfJobsTest {

  @Test
  void ofAQueueIsItsName() {
    assertEquals("JobQueue[mails]", JobQueue.builder("mails", item -> {}).build().toString());
  }

  @Test
  void ofARecurringJobIsWhenItComes() {
    assertEquals(
        "RecurringJob[every 90s]",
        RecurringJob.every(Duration.ofSeconds(90)).build(run -> {}).toString());
    assertEquals(
        "RecurringJob[daily at 03:00 in Z]",
        RecurringJob.on(Schedule.daily(LocalTime.of(3, 0), ZoneOffset.UTC))
            .build(run -> {})
            .toString());
  }

  @ParameterizedTest
  @CsvSource({"10, ''", "11, ' and more'"})
  void ofUnfinishedJobsHasTheFirstTenIds(int jobs, String more) {
    List<String> ids = IntStream.rangeClosed(1, jobs).mapToObj(n -> "q#" + n).toList();
    assertEquals(
        jobs
            + " jobs of 'q' were not done, and no onHandBack handler is set: "
            + ids.subList(0, 10)
            + more,
        new UnfinishedJobsException("q", ids, ids, null).getMessage());
  }
}
