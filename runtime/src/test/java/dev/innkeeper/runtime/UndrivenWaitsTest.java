package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A test that waits for the host on its own thread, while time stands still, is told of drive. */
class UndrivenWaitsTest extends HostFixture {

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
    Host host = host().add("a", service("a")).drainDelay(seconds(3)).build();
    start(host);
    isRefused(host::close);
    assertTrue(stop(host).clean());
    assertEquals(List.of("0 a starts", "3 a stops"), trail);
  }

  @Test
  void stopOfAServiceThatTakesAWhile() throws Exception {
    Host host = host().add("a", service("a", 0, 2)).build();
    start(host);
    isRefused(host::stop);
    assertTrue(stop(host).clean());
    assertEquals(List.of("0 a starts", "0 a stops", "2 a stopped"), trail);
  }

  @Test
  void startOfAServiceThatTakesAWhile() throws Exception {
    Host host = host().add("a", service("a", 2, 0)).build();
    isRefused(host::start);
    time.advance(seconds(2));
    stop(host);
    assertEquals(List.of("0 a starts", "2 a started", "2 a stops"), trail);
  }

  @Test
  void awaitOfAJob() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(60)).build(run -> sleep(time, seconds(5)));
    Host host = host().recurring("job", job).build();
    start(host);
    JobHandle<Void> handle = time.drive(job::runNow);
    isRefused(handle::await);
    isRefused(() -> handle.await(seconds(4)));
    time.advance(seconds(5));
    assertTrue(handle.isDone());
    assertTrue(stop(host).clean());
  }

  @Test
  void butNoWaitOfAServiceHoweverLong() throws Exception {
    Host host =
        host()
            .background(
                "w",
                context -> {
                  mark("awaits");
                  context.awaitStop();
                  mark("over");
                })
            .add("slow", service("slow", 0, 2))
            .build();
    start(host);
    isRefused(host::close);
    isRefused(host::close);
    assertTrue(stop(host).clean());
    assertEquals(
        List.of("0 slow starts", "0 awaits", "0 slow stops", "2 slow stopped", "2 over"), trail);
  }
}
