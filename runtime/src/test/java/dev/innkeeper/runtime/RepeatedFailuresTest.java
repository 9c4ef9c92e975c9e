package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The same failure of the same service: in full once, then counted. */
class RepeatedFailuresTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final AtomicInteger heard = new AtomicInteger();

  private void count(HostEvent event) {
    if (event instanceof HostEvent.RunEnded || event instanceof HostEvent.JobFailed) {
      heard.incrementAndGet();
    }
  }

  @Test
  void ofARunIsALineAMinuteAndListenersHearOfEach() throws Exception {
    RecurringJob job =
        RecurringJob.every(Duration.ofMillis(10))
            .build(run -> {
              throw new IOException("disk " + run.number());
            });
    Host host = fixture.host().recurring("report", job).listener(this::count).build();
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      time.advance(Duration.ofSeconds(150));
      fixture.stop(host);
      assertEquals(
          List.of(
              "ERROR inn/report: run 1 failed after 0 ms [disk 1]",
              "ERROR inn/report: runs failed 6000 more times in the last 60 s:"
                  + " java.io.IOException: disk 6001, last run 6001",
              "ERROR inn/report: runs failed 6000 more times in the last 60 s:"
                  + " java.io.IOException: disk 12001, last run 12001",
              "ERROR inn/report: runs failed 2999 more times in the last 30.0 s:"
                  + " java.io.IOException: disk 15000, last run 15000"),
          log.lines());
    }
    assertEquals(15_000, heard.get());
  }

  @Test
  void ofAJobIsALineAMinuteAndTheRestIsToldBeforeTheHostStops() throws Exception {
    JobQueue<Integer, Void> queue =
        JobQueue.<Integer>builder(
                "mails",
                item -> {
                  throw new IOException("refused " + item);
                })
            .build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      time.start("submitter", () -> assertDoesNotThrow(() -> submitAll(queue)));
      time.advance(Duration.ofSeconds(70));
      fixture.stop(host);
      assertEquals(
          List.of(
              "ERROR inn/mails#1 failed after one attempt [refused 1]",
              "ERROR inn/mails: jobs failed 6000 more times in the last 60 s:"
                  + " java.io.IOException: refused 6001, last inn/mails#6001",
              "ERROR inn/mails: jobs failed 999 more times in the last 10.0 s:"
                  + " java.io.IOException: refused 7000, last inn/mails#7000",
              "INFO inn is stopping: stop() was called",
              "INFO inn stopped in 0 ms: 1 stopped"),
          log.lines());
    }
  }

  private Void submitAll(JobQueue<Integer, Void> queue) throws InterruptedException {
    for (int i = 1; i <= 7_000; i++) {
      queue.submit(i);
      sleep(time, Duration.ofMillis(10));
    }
    return null;
  }

  @Test
  void ofAnAttemptMakesAnOutageVisible() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "mails",
                item -> {
                  throw new IOException("refused");
                })
            .retry(RetryPolicy.maxRetries(1_000).backoff(seconds(20), seconds(20)))
            .onHandBack(items -> {})
            .build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      time.drive(() -> queue.submit("a").id());
      time.advance(Duration.ofMinutes(3));
      List<String> lines =
          log.lines().stream()
              .map(line -> line.replaceAll("\\d+(\\.\\d+)? (s|ms)|\\d+ more", "N"))
              .toList();
      assertEquals(
          "WARN inn/mails#1 failed in attempt 1, and is tried again in N:"
              + " java.io.IOException: refused",
          lines.getFirst());
      assertEquals(
          "WARN inn/mails: attempts failed N times in the last N, and are repeated:"
              + " java.io.IOException: refused, last inn/mails#1",
          lines.get(1));
      assertTrue(lines.size() <= 4, lines::toString);
      fixture.stop(host);
    }
  }

  @Test
  void thatDiffersIsToldInFullAndSoIsOneThatHasNotComeForAnHour() throws Exception {
    RecurringJob job =
        RecurringJob.every(Duration.ofMinutes(40))
            .build(run -> {
              switch ((int) run.number()) {
                case 1, 2, 6 -> throw new IOException("disk");
                case 3 -> throw new IllegalStateException("bug");
                default -> {}
              }
            });
    Host host = fixture.host().recurring("report", job).build();
    fixture.start(host);
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      time.advance(Duration.ofHours(5));
      assertEquals(
          List.of(
              "ERROR inn/report: run 1 failed after 0 ms [disk]",
              "ERROR inn/report: runs failed once more in the last 2400 s:"
                  + " java.io.IOException: disk, last run 2",
              "ERROR inn/report: run 3 failed after 0 ms [bug]",
              "ERROR inn/report: run 6 failed after 0 ms [disk]"),
          log.lines());
    }
    fixture.stop(host);
  }

  @Test
  void ofAServiceThatIsRestartedIsCountedBeforeTheLineThatItStopsTheHost() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  throw new IOException("disk");
                },
                s -> s.onFailure(FailurePolicy.restart().maxRestarts(2, Duration.ofHours(1))))
            .build();
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
      assertEquals(
          List.of(
              "ERROR inn/w failed in its work [disk]",
              "WARN inn/w is restarted in N (restart 1)",
              "INFO inn started: 1 service in N",
              "WARN inn/w is restarted in N (restart 2)",
              "ERROR inn/w failed 2 more times in the last N: java.io.IOException: disk",
              "INFO inn is stopping: 'w' failed 3 times in 1h, more than the 2 restarts that its"
                  + " policy allows"),
          log.lines().stream()
              .limit(6)
              .map(line -> line.replaceAll("\\d+(\\.\\d+)? (s|ms)\\b", "N"))
              .toList());
    }
  }

  @Test
  void isNotPrintedAgainWithItsStackByTheExceptionThatTheLogHasShown() throws Exception {
    HostBuilder builder =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  sleep(time, seconds(1));
                  throw new IOException("disk");
                });
    ServiceFailedException thrown;
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      Host host = builder.build();
      thrown = assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
      assertEquals(1, log.linesAt(Level.ERROR).size());
    }
    String printed = printed(thrown);
    assertTrue(
        printed.contains("Caused by: java.io.IOException: disk (the log has its stack)\n"),
        printed);
    assertTrue(!printed.contains("RepeatedFailuresTest.lambda"), printed);
  }

  @Test
  void isPrintedInFullIfTheLogHasHiddenIt() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "w",
                context -> {
                  throw new IOException("disk");
                })
            .build();
    HostStartException thrown = assertThrows(HostStartException.class, () -> fixture.start(host));
    String printed = printed(thrown);
    assertTrue(printed.contains("Caused by: java.io.IOException: disk\n\tat "), printed);
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
