package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.UnfinishedJobsException;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The text of an item is the user's code: a queue never asks for it, unless it is told to. */
class EvilItemTest {

  /** Whoever asks for its text gets what it deserves. */
  private record Item(EvilText text) {
    @Override
    public String toString() {
      return text.text();
    }
  }

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> events = new ArrayList<>();

  private static final JobAction<Item> FAILING =
      item -> {
        throw new IOException("down");
      };

  private void sleepLong(Item item) throws InterruptedException {
    sleep(time, Duration.ofDays(1));
  }

  private Host start(JobQueue<Item, Void> queue) throws Exception {
    return fixture.start(
        fixture
            .host()
            .queue(queue)
            .listener(event -> {
              if (event instanceof HostEvent.JobFailed || event instanceof HostEvent.JobRetrying) {
                events.add(event.toString());
              }
            }));
  }

  private JobHandle<Void> submit(JobQueue<Item, Void> queue, Item item) throws Exception {
    JobHandle<Void> handle = time.drive(() -> queue.submit(item));
    time.advance(Duration.ZERO);
    return handle;
  }

  @ParameterizedTest
  @EnumSource
  void isHandedBackAsItIs(EvilText evil) throws Exception {
    Item item = new Item(evil);
    List<Item> back = new ArrayList<>();
    JobQueue<Item, Void> queue =
        JobQueue.builder("jobs", this::sleepLong).onHandBack(back::addAll).build();
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      Host host = start(queue);
      JobHandle<Void> handle = submit(queue, item);
      assertTrue(fixture.stop(host).clean());
      assertEquals("JobHandle[inn/jobs#1 HANDED_BACK]", handle.toString());
      assertEquals(
          List.of("INFO inn/jobs: 1 job was not done, and handed back"),
          log.lines().stream().filter(line -> line.contains("handed back")).toList());
    }
    assertEquals(1, back.size());
    assertSame(item, back.getFirst());
  }

  @ParameterizedTest
  @EnumSource
  void isInTheReportByItsIdIfNobodyTakesItBack(EvilText evil) throws Exception {
    JobQueue<Item, Void> queue = JobQueue.builder("jobs", this::sleepLong).build();
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = start(queue);
      submit(queue, new Item(evil));
      StopReport report = fixture.stop(host);
      assertFalse(report.clean());
      UnfinishedJobsException unfinished =
          (UnfinishedJobsException) report.services().getFirst().failure().orElseThrow();
      assertEquals(1, unfinished.items().size());
      String what = "1 job of 'jobs' was not done, and no onHandBack handler is set: [inn/jobs#1]";
      assertEquals(what, unfinished.getMessage());
      assertTrue(report.toString().endsWith(what), report.toString());
      assertTrue(log.lines().toString().contains(what), log.lines().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAJobThatFailsIsNeitherInTheLogNorInTheTextOfAnEvent(EvilText evil) throws Exception {
    JobQueue<Item, Void> queue =
        JobQueue.builder("jobs", FAILING)
            .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
            .build();
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = start(queue);
      JobHandle<Void> handle = submit(queue, new Item(evil));
      time.advance(seconds(1));
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertEquals(2, log.lines().size(), log.lines().toString());
      assertTrue(fixture.stop(host).clean());
    }
    assertEquals(
        List.of(
            "JobRetrying[job=inn/jobs#1, attempt=1, delay=PT0.000000001S,"
                + " failure=java.io.IOException: down]",
            "JobFailed[job=inn/jobs#1, attempts=2, failure=java.io.IOException: down]"),
        events);
  }

  @ParameterizedTest
  @EnumSource
  void isLabelledInOneLineOrByWhatKeptItFromThat(EvilText evil) throws Exception {
    JobQueue<Item, Void> queue =
        JobQueue.builder("jobs", FAILING).describedBy(Item::toString).build();
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host = start(queue);
      String id = submit(queue, new Item(evil)).id();
      assertEquals("inn/jobs#" + label(evil), id);
      assertEquals(1, log.lines().size(), log.lines().toString());
      assertTrue(log.lines().getFirst().startsWith("ERROR " + id + " failed after one attempt"));
      assertTrue(fixture.stop(host).clean());
    }
  }

  private static String label(EvilText evil) {
    return switch (evil) {
      case THROWS -> "(no label: describedBy has thrown java.lang.UnsupportedOperationException)";
      case THROWS_AN_ERROR -> "(no label: describedBy has thrown java.lang.NoClassDefFoundError)";
      case OVERFLOWS -> "(no label: describedBy has thrown java.lang.StackOverflowError)";
      case IS_NULL -> "null";
      case COMMANDS -> "hourly\\u001B[2J\\u000AWARN forged\\u202E";
      case IS_LONG -> "x".repeat(100);
    };
  }
}
