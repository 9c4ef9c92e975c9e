package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The whole log of one host's life, as text and as JSON, as it stands in two files. With {@code
 * -Dinnkeeper.golden=write} they are written anew; look at what has changed then.
 */
class GoldenLogTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final ByteArrayOutputStream json = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> texts = appender(asText(), text);
  private final OutputStreamAppender<ILoggingEvent> jsons = appender(asJson(), json);

  private static Encoder<ILoggingEvent> asText() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%-5level [%thread] %msg {%mdc}%n%ex{1}");
    return encoder;
  }

  private static Encoder<ILoggingEvent> asJson() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithTimestamp(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    return encoder;
  }

  private OutputStreamAppender<ILoggingEvent> appender(
      Encoder<ILoggingEvent> encoder, ByteArrayOutputStream target) {
    LoggerContext context = logger.getLoggerContext();
    encoder.setContext(context);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(target);
    appender.start();
    return appender;
  }

  @BeforeEach
  void listen() {
    logger.addAppender(texts);
    logger.addAppender(jsons);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(texts);
    logger.detachAppender(jsons);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  /** Starts slowly, fails and is restarted, does jobs that fail, and is not stopped in time. */
  @Test
  void ofAHostThatHasMuchToTell() throws Exception {
    JobQueue<String, Void> mails =
        JobQueue.<String>builder("mails", GoldenLogTest::refuse)
            .retry(RetryPolicy.maxRetries(1).backoff(seconds(1), seconds(1)))
            .build();
    Host host =
        Host.builder("shop")
            .timeSource(time)
            .randomSeed(1)
            .shutdownTimeout(seconds(20))
            .add("migrate", marking.service("migrate", 12, 0))
            .queue(mails)
            .recurring("report", RecurringJob.every(seconds(20)).build(run -> overrun()))
            .background(
                "poll",
                this::pollAndFailOnce,
                s ->
                    s.dependsOn("migrate")
                        .onFailure(FailurePolicy.restart().backoff(seconds(4), seconds(4))))
            .background(
                "deaf",
                context -> sleepDeaf(time, Duration.ofDays(1)),
                s -> s.stopTimeout(seconds(8)))
            .build();
    fixture.start(host);
    time.advance(seconds(20));
    time.drive(() -> mails.submit("jane@example.org").id());
    time.drive(() -> mails.submit("joe@example.org").id());
    time.advance(seconds(100));
    fixture.stop(host);
    assertIsInFile("host.log", withoutLineNumbers(text));
    assertIsInFile("host.json", withoutFrames(json));
  }

  private static void refuse(String item) throws IOException {
    throw new IOException("mailbox full");
  }

  private void overrun() throws InterruptedException {
    sleep(time, seconds(50));
  }

  private void pollAndFailOnce(ServiceContext context) throws Exception {
    if (trail.contains("polled")) {
      context.awaitStop();
    } else {
      trail.add("polled");
      sleep(time, seconds(5));
      throw new IOException("connection lost");
    }
  }

  /** The frames of threads that are told of go through the JDK, which differs. */
  private static String withoutLineNumbers(ByteArrayOutputStream log) {
    return log.toString(StandardCharsets.UTF_8)
        .replaceAll("\\.java:\\d+\\)", ".java)")
        .replaceAll("(\n {8}(at [^\n{]*|\\.\\.\\. \\d+ more))+", "\n        at …");
  }

  private static String withoutFrames(ByteArrayOutputStream log) {
    return log.toString(StandardCharsets.UTF_8)
        .replaceAll("\"stepArray\":\\[[^\\]]*\\]", "\"stepArray\":[]")
        .replaceAll("(\\\\n {8}(at |\\.\\.\\. )((?!\\\\n|\").)*)+", "\\\\n        at …");
  }

  private static void assertIsInFile(String name, String log) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("innkeeper.golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, log);
    }
    assertEquals(Files.readString(file), log);
  }
}
