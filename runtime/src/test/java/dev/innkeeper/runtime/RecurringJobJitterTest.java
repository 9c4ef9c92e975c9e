package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.RecurringJobFixture.BEGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The jitter of a job, which delays its runs. */
class RecurringJobJitterTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void delaysEachRunByARandomTimeThatIsShorter() throws Exception {
    List<Long> begun = new CopyOnWriteArrayList<>();
    List<Instant> scheduled = new CopyOnWriteArrayList<>();
    long origin = time.nanoTime();
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .jitter(seconds(4))
            .build(run -> {
              begun.add((time.nanoTime() - origin) / 1_000_000);
              scheduled.add(run.scheduled());
            });
    Host host = fixture.host().recurring("job", job).randomSeed(7).build();
    fixture.start(host);
    time.advance(seconds(205));
    fixture.stop(host);
    assertEquals(20, begun.size());
    for (int i = 0; i < begun.size(); i++) {
      long late = begun.get(i) - 10_000L * (i + 1);
      assertTrue(late >= 0 && late < 4_000, begun + " " + i);
      assertEquals(BEGIN.plusSeconds(10L * (i + 1)), scheduled.get(i));
    }
    assertTrue(begun.stream().map(at -> at % 10_000 / 1_000).distinct().count() > 2, "" + begun);
  }

  @Test
  void isNotWaitedForByAStop() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(100)).jitter(seconds(100)).build(jobs.taking(0));
    Host host = fixture.host().recurring("job", job).randomSeed(3).build();
    fixture.start(host);
    time.advance(seconds(100));
    long begin = time.nanoTime();
    assertTrue(fixture.stop(host).clean());
    assertEquals(begin, time.nanoTime());
    assertEquals(List.of(), trail);
  }
}
