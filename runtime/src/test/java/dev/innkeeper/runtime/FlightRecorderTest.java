package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording has of a host. */
class FlightRecorderTest {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final String PREFIX = "dev.innkeeper.";

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final MarkingServices marking = new MarkingServices(fixture);

  @TempDir private Path temp;

  private interface Life {
    void live() throws Exception;
  }

  /** The events of services in the recording of a life, each in words, in order. */
  private List<String> record(Life life) throws Exception {
    Path file = temp.resolve("life.jfr");
    try (Recording recording = new Recording()) {
      Stream.of("ServiceStart", "ServiceStop", "ServiceFailure", "ServiceRestart", "JobRun")
          .forEach(event -> recording.enable(PREFIX + event));
      recording.start();
      life.live();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith(PREFIX))
        .filter(event -> event.hasField("host") && event.getString("host").equals("inn"))
        .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
        .map(FlightRecorderTest::words)
        .toList();
  }

  private static String words(RecordedEvent event) {
    String kind = event.getEventType().getName().substring(PREFIX.length());
    String what = event.getString("service") + " " + kind + " ";
    return what
        + switch (kind) {
          case "ServiceStart" -> event.getDuration("took").toMillis() + " ms";
          case "ServiceStop" ->
              event.getDuration("took").toMillis()
                  + " ms"
                  + (event.getBoolean("abandoned") ? ", abandoned" : "");
          case "ServiceFailure" ->
              event.getString("where")
                  + ": "
                  + event.getClass("failureClass").getName()
                  + ": "
                  + event.getString("message");
          case "ServiceRestart" ->
              event.getInt("restart")
                  + ", soon "
                  + (event.getDuration("delay").compareTo(NANO) <= 0);
          case "JobRun" ->
              event.getString("outcome") + " in " + event.getDuration("took").toMillis() + " ms";
          default -> throw new AssertionError(kind);
        };
  }

  @Test
  void hasEachRunOfAJobAndEachJobOfAQueue() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "q",
                item -> {
                  sleep(time, seconds(1));
                  throw new IllegalStateException(item);
                })
            .build();
    Host host =
        fixture
            .host()
            .recurring("r", seconds(10), run -> sleep(time, seconds(2)))
            .queue(queue)
            .build();
    List<String> events =
        record(() -> {
          fixture.start(host);
          assertTrue(time.drive(() -> queue.trySubmit("job")).isPresent());
          time.advance(seconds(15));
          fixture.stop(host);
        });
    assertEquals(
        List.of("q JobRun FAILED in 1000 ms", "r JobRun SUCCEEDED in 2000 ms"),
        events.stream().filter(event -> event.contains("JobRun")).toList());
  }

  @Test
  void hasStartsAndStopsWithTheTimesThatTheyTook() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a", 2, 3))
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  sleep(time, seconds(1));
                })
            .build();
    List<String> recorded =
        record(() -> {
          fixture.start(host);
          fixture.stop(host);
        });
    assertEquals(
        List.of(
            "a ServiceStart 2000 ms",
            "w ServiceStart 0 ms",
            "w ServiceStop 1000 ms",
            "a ServiceStop 3000 ms"),
        recorded);
  }

  @Test
  void hasFailuresAndRestarts() throws Exception {
    RestartPolicy policy = FailurePolicy.restart().backoff(NANO, NANO).maxRestarts(1, seconds(60));
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  sleep(time, seconds(3));
                  throw new IllegalStateException("crash");
                },
                s -> s.onFailure(policy))
            .build();
    List<String> recorded =
        record(() -> assertThrows(ServiceFailedException.class, () -> time.drive(host::run)));
    assertEquals(
        List.of(
            "w ServiceStart 0 ms",
            "w ServiceFailure in its work: java.lang.IllegalStateException: crash",
            "w ServiceRestart 1, soon true",
            "w ServiceStop 0 ms",
            "w ServiceStart 0 ms",
            "w ServiceFailure in its work: java.lang.IllegalStateException: crash",
            "w ServiceStop 0 ms"),
        recorded);
  }

  @Test
  void hasStartsThatFailedAndStopsThatFailed() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "a",
                new HostedService() {
                  @Override
                  public void start(ServiceContext context) {}

                  @Override
                  public void stop(ServiceContext context) {
                    throw new UnsupportedOperationException("stop");
                  }
                })
            .add("bad", marking.failing("bad", 1, new IllegalStateException("port")))
            .build();
    List<String> recorded =
        record(() -> assertThrows(HostStartException.class, () -> fixture.start(host)));
    assertEquals(
        List.of(
            "a ServiceStart 0 ms",
            "bad ServiceFailure to start: java.lang.IllegalStateException: port",
            "a ServiceFailure to stop: java.lang.UnsupportedOperationException: stop",
            "a ServiceStop 0 ms"),
        recorded);
  }

  @Test
  void hasAbandonmentsWithTheTimeAfterWhichTheyCame() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "deaf",
                context -> sleepDeaf(time, Duration.ofDays(1)),
                s -> s.stopTimeout(seconds(6)))
            .build();
    List<String> recorded =
        record(() -> {
          fixture.start(host);
          fixture.stop(host);
        });
    assertEquals(
        List.of("deaf ServiceStart 0 ms", "deaf ServiceStop 6000 ms, abandoned"), recorded);
  }

  @Test
  void saysThatAFailureHasNoMessageOrCannotSayIt() throws Exception {
    RuntimeException evil =
        new RuntimeException() {
          private static final long serialVersionUID = 1;

          @Override
          public String getMessage() {
            throw new UnsupportedOperationException("no message");
          }

          @Override
          public String toString() {
            return "evil";
          }
        };
    Host host =
        fixture
            .host()
            .background(
                "evil",
                context -> {
                  throw evil;
                },
                s -> s.onFailure(FailurePolicy.ignore()))
            .background(
                "silent",
                context -> {
                  throw new IllegalStateException();
                },
                s -> s.onFailure(FailurePolicy.ignore()))
            .build();
    List<String> recorded =
        record(() -> {
          fixture.start(host);
          fixture.stop(host);
        });
    assertTrue(
        recorded.contains(
            "evil ServiceFailure in its work: "
                + evil.getClass().getName()
                + ": no message: java.lang.UnsupportedOperationException"),
        recorded.toString());
    assertTrue(
        recorded.contains(
            "silent ServiceFailure in its work: java.lang.IllegalStateException: null"),
        recorded.toString());
  }
}
