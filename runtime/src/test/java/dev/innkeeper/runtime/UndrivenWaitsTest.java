package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A test that waits for the host on its own thread, while time stands still, is told of drive. */
class UndrivenWaitsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @BeforeEach
  void limit() {
    time.limitUndrivenWaits(Duration.ofMillis(50));
  }

  private static void isRefused(Executable wait) {
    IllegalStateException refused = assertThrows(IllegalStateException.class, wait);
    assertTrue(
        refused.getMessage().contains("make the call in drive(() -> ...)"), refused.getMessage());
  }

  @Test
  void closeWithADrainDelay() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).drainDelay(seconds(3)).build();
    fixture.start(host);
    isRefused(host::close);
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a starts", "3 a stops"), trail);
  }

  @Test
  void stopOfAServiceThatTakesAWhile() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 0, 2)).build();
    fixture.start(host);
    isRefused(host::stop);
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a starts", "0 a stops", "2 a stopped"), trail);
  }

  @Test
  void startOfAServiceThatTakesAWhile() throws Exception {
    Host host = fixture.host().add("a", marking.service("a", 2, 0)).build();
    isRefused(host::start);
    time.advance(seconds(2));
    fixture.stop(host);
    assertEquals(List.of("0 a starts", "2 a started", "2 a stops"), trail);
  }

  @Test
  void awaitOfAJob() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(60)).build(run -> sleep(time, seconds(5)));
    Host host = fixture.host().recurring("job", job).build();
    fixture.start(host);
    JobHandle<Void> handle = time.drive(job::runNow);
    isRefused(handle::await);
    isRefused(() -> handle.await(seconds(4)));
    time.advance(seconds(5));
    assertTrue(handle.isDone());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void butNoWaitOfAServiceHoweverLong() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  fixture.mark("awaits");
                  context.awaitStop();
                  fixture.mark("over");
                })
            .add("slow", marking.service("slow", 0, 2))
            .build();
    fixture.start(host);
    isRefused(host::close);
    isRefused(host::close);
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of("0 slow starts", "0 awaits", "0 slow stops", "2 slow stopped", "2 over"), trail);
  }
}
