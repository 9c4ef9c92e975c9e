package dev.innkeeper.jmh.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.jmh.harness.Measurement.Drift;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final Row PARK = new Row("park", "1 ms, idle", "25");

  private final Results results =
      new Results(new Suite("s", "t", "e", List.of(), ResultsTest.class, List.of(), List.of()));

  @Test
  void everyRoundIsShownAndTheMedianOfEachFigure() {
    results.add(PARK, Measurement.of(new Figures().with("p50_us", 1).with("max_us", 30)));
    results.add(PARK, Measurement.of(new Figures().with("p50_us", 3).with("max_us", 10)));
    results.add(PARK, Measurement.of(new Figures().with("p50_us", 2).with("max_us", 20)));
    assertEquals(
        """
        contender,setting,jdk,round,p50_us,max_us
        park,"1 ms, idle",25,1,1,30
        park,"1 ms, idle",25,2,3,10
        park,"1 ms, idle",25,3,2,20
        park,"1 ms, idle",25,median,2,20
        """,
        results.everything().toCsv());
    assertEquals(
        "contender,setting,jdk,p50_us,max_us\npark,\"1 ms, idle\",25,2,20\n",
        results.medians().toCsv());
  }

  @Test
  void theLatenessOfAllRoundsIsOneHistogram() {
    for (long nanos : List.of(1_000L, 3_000L)) {
      Histogram lateness = new Histogram(3);
      lateness.recordValue(nanos);
      results.add(PARK, Measurement.of(new Figures(), lateness, List.of()));
    }
    Histogram all = results.lateness(PARK).orElseThrow();
    assertEquals(2, all.getTotalCount());
    assertEquals(1_000, all.getMinNonZeroValue());
    assertEquals(3_000, all.lowestEquivalentValue(all.getMaxValue()));
  }

  @Test
  void aMeasurementSurvivesItsLine() {
    Figures figures = new Figures().with("p99.9_us", 1.5).with("ticks", 3);
    Histogram lateness = new Histogram(3);
    lateness.recordValue(1_000);
    Measurement measurement = Measurement.of(figures, lateness, List.of(new Drift(1, 2.5)));
    Measurement read = Measurement.ofLine(measurement.toLine());
    assertEquals(measurement, read);
    assertEquals(List.of("p99.9_us", "ticks"), List.copyOf(read.figures().values().keySet()));
    assertEquals(lateness, read.lateness().orElseThrow());
  }
}
