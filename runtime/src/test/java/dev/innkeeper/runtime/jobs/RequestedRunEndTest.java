package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.FailurePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever has asked for a run is told how it ends. */
class RequestedRunEndTest {

  private static final Logger HOSTS_LOG = (Logger) LoggerFactory.getLogger(Host.class);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HostOfJobs jobs = new HostOfJobs();

  private JobHandle<Void> request(RecurringJob job, String name) throws Exception {
    JobHandle<Void> handle = jobs.time().drive(job::runNow);
    handle.whenDone(ended -> jobs.mark(name + " " + ended.state()));
    jobs.time().advance(Duration.ZERO);
    return handle;
  }

  private RecurringJobBuilder daily() {
    return RecurringJob.every(Duration.ofDays(1));
  }

  @Test
  void whenItWasRun() throws Exception {
    RecurringJob job = daily().build(run -> jobs.sleep(SECOND));
    jobs.start(jobs.builder().recurring("job", job));
    request(job, "first");
    request(job, "second");
    jobs.time().advance(SECOND.multipliedBy(5));
    assertEquals(List.of("1 first SUCCEEDED", "2 second SUCCEEDED"), jobs.trail());
  }

  @Test
  void whenItIsCancelledBeforeItsTurn() throws Exception {
    RecurringJob job = daily().build(run -> jobs.sleep(SECOND));
    jobs.start(jobs.builder().recurring("job", job));
    request(job, "first");
    assertTrue(request(job, "second").cancel());
    jobs.time().advance(SECOND.multipliedBy(5));
    assertEquals(List.of("0 second FAILED", "1 first SUCCEEDED"), jobs.trail());
  }

  /** The service has failed and is left as it is: its stop, which would do so too, is far away. */
  @Test
  void whenTheRunBeforeItWasOneFailureTooMany() throws Exception {
    RecurringJob job =
        daily()
            .failAfter(1)
            .build(run -> {
              jobs.sleep(SECOND);
              throw new IOException("full");
            });
    jobs.start(jobs.builder().recurring("job", job, s -> s.onFailure(FailurePolicy.ignore())));
    request(job, "first");
    request(job, "second");
    jobs.time().advance(SECOND.multipliedBy(5));
    assertEquals(List.of("1 first FAILED", "1 second HANDED_BACK"), jobs.trail());
  }

  @Test
  void alsoIfSomebodyElseWhoIsToldThrows() throws Exception {
    RecurringJob job = daily().build(run -> jobs.sleep(SECOND));
    jobs.start(jobs.builder().recurring("job", job));
    request(job, "first")
        .whenDone(ended -> {
          throw new IllegalStateException("in a callback");
        });
    request(job, "second");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    HOSTS_LOG.addAppender(log);
    HOSTS_LOG.setLevel(Level.ERROR);
    try {
      jobs.time().advance(SECOND.multipliedBy(5));
    } finally {
      HOSTS_LOG.setLevel(null);
      HOSTS_LOG.detachAppender(log);
    }
    assertEquals(List.of("1 first SUCCEEDED", "2 second SUCCEEDED"), jobs.trail());
    assertEquals(
        List.of("inn/job#1: a callback of the job failed"),
        log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }
}
