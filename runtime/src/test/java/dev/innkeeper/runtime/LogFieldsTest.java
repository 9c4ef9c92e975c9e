package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.innkeeper.runtime.events.Notices;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What stands beside the sentence of a line: its key-values, and the MDC. */
class LogFieldsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          Map<String, String> mdc = new TreeMap<>(event.getMDCPropertyMap());
          lines.add(
              pairs(event) + (mdc.isEmpty() ? "" : " " + mdc) + " " + event.getFormattedMessage());
        }
      };

  private static String pairs(ILoggingEvent event) {
    return event.getKeyValuePairs().stream()
        .map(pair -> pair.key + "=" + pair.value)
        .collect(Collectors.joining(" "));
  }

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setLevel(null);
    logger.setAdditive(true);
    MDC.clear();
  }

  private List<String> live(Host host) throws Exception {
    fixture.start(host);
    fixture.stop(host);
    return lines.stream().filter(line -> !line.contains("event=host.")).toList();
  }

  @Test
  void ofAHostSayWhatItsSentencesSay() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 1, 2)).build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "host=inn event=service.starting {service=a} inn/a is starting",
            "host=inn event=service.started took_ms=1000 {service=a} inn/a started in 1.00 s",
            "host=inn event=host.started services=1 took_ms=1000"
                + " inn started: 1 service in 1.00 s",
            "host=inn event=host.stopping reason=stop() was called"
                + " inn is stopping: stop() was called",
            "host=inn event=service.stopping {service=a} inn/a is asked to stop",
            "host=inn event=service.stopped took_ms=2000 {service=a} inn/a stopped in 2.00 s",
            "host=inn event=host.stopped clean=true took_ms=2000 inn stopped in 2.00 s: 1 stopped",
            "host=inn event=host.report inn stopped in 2.00 s: 1 stopped\n"
                + "  a STOPPED in 2.00 s"),
        lines);
  }

  @Test
  void ofAServiceThatFailsAreThoseOfItsThreadToo() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  if (MDC.get("request") == null && trail.isEmpty()) {
                    MDC.put("request", "42");
                    fixture.mark("fails");
                    throw new IOException("disk");
                  }
                  sleepDeaf(time, Duration.ofDays(1));
                },
                s ->
                    s.onFailure(
                            FailurePolicy.restart()
                                .maxRestarts(1, Duration.ofHours(1))
                                .backoff(Duration.ofMillis(900), Duration.ofMillis(900)))
                        .stopTimeout(seconds(8)))
            .randomSeed(1)
            .build();
    fixture.start(host);
    time.advance(seconds(5));
    lines.removeIf(line -> !line.contains("service.failed") && !line.contains("restarting"));
    assertEquals(
        List.of(
            "host=inn event=service.failed {request=42, service=w} inn/w failed in its work",
            "host=inn event=service.restarting restart=1 delay_ms=D {request=42, service=w} inn/w"
                + " is restarted in D ms (restart 1)"),
        lines.stream().map(line -> line.replaceAll("(delay_ms=|in )\\d+", "$1D")).toList());
    lines.clear();
    fixture.stop(host);
    assertEquals(
        "host=inn event=service.interrupted after_ms=2000 {service=w}"
            + " inn/w is interrupted: it has not stopped 2.00 s after it was asked",
        lines.get(2));
  }

  @Test
  void standBesideEveryLineAboutJobs() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "mails",
                item -> {
                  throw new IOException(item);
                })
            .build();
    RecurringJob job = RecurringJob.every(seconds(10)).build(run -> sleep(time, seconds(25)));
    Host host = fixture.host().queue(queue).recurring("report", job).build();
    fixture.start(host);
    lines.clear();
    time.drive(() -> queue.submit("a").id());
    time.advance(seconds(40));
    assertEquals(
        List.of(
            "host=inn event=job.failed attempts=1 {job=inn/mails#1, service=mails}"
                + " inn/mails#1 failed after one attempt",
            "host=inn event=ticks.skipped ticks=1 {service=report} inn/report: a tick skipped",
            "host=inn event=health.changed health=DEGRADED {service=report} inn/report is DEGRADED:"
                + " runs take so long that ticks are skipped (was UP)",
            "host=inn event=ticks.skipped ticks=1 {service=report} inn/report: a tick skipped",
            "host=inn event=run.ended run=1 outcome=SUCCEEDED took_ms=25000 {service=report}"
                + " inn/report: run 1 succeeded in 25.0 s"),
        lines.stream().filter(line -> !line.contains("run.started")).toList());
    fixture.stop(host);
  }

  @Test
  void areAllPairsIfTheMdcHasNoKeyForServices() throws Exception {
    assertEquals(
        List.of(
            "host=inn service=a event=service.starting inn/a is starting",
            "host=inn service=a event=service.started took_ms=0 inn/a started in 0 ms",
            "host=inn service=a event=service.stopping inn/a is asked to stop",
            "host=inn service=a event=service.stopped took_ms=0 inn/a stopped in 0 ms"),
        live(fixture.host().mdcKey("").add("a", marking.service("a")).build()));
  }

  @Test
  void standThereUnderTheKeyThatWasChosen() throws Exception {
    assertEquals(
        "host=inn service=a event=service.starting {svc=a} inn/a is starting",
        live(fixture.host().mdcKey("svc").add("a", marking.service("a")).build()).getFirst());
  }

  @Test
  void ofALineLeaveTheMdcOfItsThreadAsItWas() {
    MDC.put("request", "42");
    MDC.put("service", "mine");
    new Notices("inn", "service").runEndedLate("a", 7);
    assertEquals(
        List.of(
            "host=inn event=run.ended_late run=7 {request=42, service=a}"
                + " inn/a: run 7 has ended after all; it was abandoned"),
        lines);
    assertEquals(Map.of("request", "42", "service", "mine"), MDC.getCopyOfContextMap());
    MDC.clear();
    new Notices("inn", "service").runEndedLate("a", 7);
    assertNull(MDC.get("service"));
  }

  @Test
  void areNotTwiceInALineWhoseThreadHasThemInItsMdc() {
    MDC.put("host", "web-1");
    new Notices("inn", "service").frozen(seconds(3), seconds(5));
    List<String> expected = new ArrayList<>();
    expected.add(
        "event=host.frozen late_ms=3000 lost_ms=5000 {host=web-1} inn: the process stood still for"
            + " 3.00 s or more; time limits are moved by 5.00 s");
    assertEquals(expected, lines);
  }
}
