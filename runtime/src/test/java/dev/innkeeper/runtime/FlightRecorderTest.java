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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flight recording has of a host. */
class FlightRecorderTest {

  private static final Duration NANO = Duration.ofNanos(1);

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final MarkingServices marking = new MarkingServices(fixture);

  @TempDir private Path temp;

  private List<String> record(FlightTrail.Life life) throws Exception {
    return FlightTrail.of(life, temp.resolve("life.jfr"));
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

  /** As it is asked to stop, or before: then the whole host stops for it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hasAFailureWhoseMessageOverflowsTheStackAndEveryOtherStopIsCarriedOut(boolean atStop)
      throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("hooked", this::workWithHook)
            .background(
                "evil",
                context -> {
                  context.onStopRequested(() -> fixture.mark("hook of evil"));
                  if (atStop) {
                    context.awaitStop();
                  }
                  sleep(time, seconds(1));
                  throw Evil.MESSAGE_OVERFLOW.exception();
                })
            .add("b", marking.service("b"))
            .build();
    List<String> recorded =
        record(() -> {
          fixture.start(host);
          if (!atStop) {
            time.advance(seconds(1));
          }
          fixture.stop(host);
        });
    assertEquals(
        List.of("b stops", "hook of evil", "end of work", "hook", "a stops"),
        fixture.trail.stream().skip(2).map(line -> line.substring(2)).toList());
    String failure =
        "evil ServiceFailure in its work: "
            + Evil.EvilException.class.getName()
            + ": no message: java.lang.StackOverflowError";
    assertEquals(1, recorded.stream().filter(failure::equals).count(), recorded.toString());
    assertEquals(
        List.of("b", "evil", "hooked", "a"),
        recorded.stream()
            .filter(event -> event.contains(" ServiceStop "))
            .map(event -> event.replaceFirst(" .*", ""))
            .toList());
  }

  private void workWithHook(ServiceContext context) throws InterruptedException {
    context.onStopRequested(() -> fixture.mark("hook"));
    context.awaitStop();
    fixture.mark("end of work");
  }
}
