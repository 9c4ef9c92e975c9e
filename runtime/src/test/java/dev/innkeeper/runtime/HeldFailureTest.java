package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskFailedException;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Somebody holds the monitor of an exception, and so whoever asks it for its cause waits: what has
 * failed has failed all the same.
 */
class HeldFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final AtomicInteger runs = new AtomicInteger();

  /** A plain one: {@link Throwable#getCause} is synchronized. */
  private final IllegalStateException thrown = new IllegalStateException("held");

  /** The binding of the log reads the causes as well, and keeps a helper of the host busy. */
  private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);

  @BeforeEach
  void turnTheLogOff() {
    logger.setLevel(Level.OFF);
  }

  @AfterEach
  void turnTheLogOn() {
    logger.setLevel(null);
  }

  private HostBuilder failingOnce() {
    return fixture
        .host()
        .background(
            "w",
            context -> {
              fixture.mark("run " + runs.incrementAndGet());
              if (runs.get() == 1) {
                throw thrown;
              }
              context.awaitStop();
            },
            s -> s.onFailure(AT_ONCE));
  }

  @Test
  void outOfWorkIsAnsweredByARestart() throws Exception {
    synchronized (thrown) {
      Host host = fixture.start(failingOnce());
      time.advance(seconds(1));
      assertEquals(List.of("0 run 1", "0 run 2"), trail);
      assertEquals(ServiceState.RUNNING, host.services().getFirst().state());
      assertSame(thrown, host.services().getFirst().failure().orElseThrow());
      assertEquals(List.of("w STOPPED"), states(fixture.stop(host)));
    }
  }

  @Test
  void thatIsTheFirstOfTwoDoesNotHoldTheSecond() throws Exception {
    synchronized (thrown) {
      Host host =
          fixture.start(
              fixture
                  .host()
                  .background(
                      "w",
                      context -> {
                        int run = runs.incrementAndGet();
                        fixture.mark("run " + run);
                        switch (run) {
                          case 1 -> throw thrown;
                          case 2 -> throw new IllegalArgumentException("second");
                          default -> context.awaitStop();
                        }
                      },
                      s -> s.onFailure(AT_ONCE)));
      time.advance(seconds(1));
      assertEquals(List.of("0 run 1", "0 run 2", "0 run 3"), trail);
      assertEquals(List.of("w STOPPED"), states(fixture.stop(host)));
    }
  }

  @Test
  void outOfAStartComesOutOfIt() {
    Host host =
        fixture
            .host()
            .add(
                "w",
                context -> {
                  throw thrown;
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    synchronized (thrown) {
      HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
      assertSame(thrown, failed.getCause());
    }
    assertSame(thrown, host.services().getFirst().failure().orElseThrow());
  }

  @Test
  void thatAServiceReportsItselfIsAnsweredByARestart() throws Exception {
    synchronized (thrown) {
      Host host =
          fixture.start(
              fixture
                  .host()
                  .background(
                      "w",
                      context -> {
                        fixture.mark("run " + runs.incrementAndGet());
                        if (runs.get() == 1) {
                          context.fail(thrown);
                        }
                        context.awaitStop();
                      },
                      s -> s.onFailure(AT_ONCE)));
      time.advance(seconds(1));
      assertEquals(List.of("0 run 1", "0 run 2"), trail);
      assertEquals(List.of("w STOPPED"), states(fixture.stop(host)));
    }
  }

  @Test
  void afterAnInterruptIsInTheReport() throws Exception {
    Host host =
        fixture.start(
            fixture
                .host()
                .background("w", context -> swallowAndThrow(), s -> s.onFailure(AT_ONCE)));
    synchronized (thrown) {
      StopReport report = fixture.stop(host);
      assertEquals(List.of("w FAILED"), states(report));
      assertSame(thrown, report.services().getFirst().failure().orElseThrow());
    }
  }

  /** Only the causes could say that this was an interrupt. */
  private void swallowAndThrow() {
    try {
      sleep(time, seconds(1_000));
    } catch (InterruptedException e) {
      throw thrown;
    }
  }

  @Test
  void outOfAJobIsTriedAgainAndThenToldOf() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", (String item) -> swallowAndThrow())
            .timeout(seconds(5))
            .retry(RetryPolicy.maxRetries(1))
            .build();
    Host host = fixture.start(fixture.host().queue(queue));
    synchronized (thrown) {
      JobHandle<Void> handle = time.drive(() -> queue.submit("a"));
      time.advance(seconds(20));
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertSame(thrown, handle.failure().getCause());
      assertEquals(List.of("jobs STOPPED"), states(fixture.stop(host)));
    }
  }

  @Test
  void outOfATaskEndsItsScope() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    synchronized (thrown) {
      try (TaskScope scope = TaskScope.openFailFast("s")) {
        Task<Object> sibling =
            scope.fork(() -> {
              try {
                begun.countDown();
                new CountDownLatch(1).await();
                return "never";
              } catch (InterruptedException e) {
                throw thrown;
              }
            });
        scope.fork(() -> {
          begun.await();
          throw new IllegalArgumentException("first");
        });
        TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
        assertEquals("first", failed.getCause().getMessage());
        assertSame(thrown, sibling.failure());
      }
    }
  }
}
