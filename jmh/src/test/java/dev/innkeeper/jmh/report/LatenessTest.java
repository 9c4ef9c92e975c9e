package dev.innkeeper.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class LatenessTest {

  @Test
  void theCurveGoesFromTheEarliestTickToTheLatest() {
    List<Double> curve = of(LongStream.rangeClosed(1, 1000).map(i -> i * 1000)).percentiles();
    assertEquals(1, curve.getFirst(), 0.01);
    assertEquals(1000, curve.getLast(), 1);
  }

  @Test
  void eachNineOfThePercentileIsAsFarFromTheOneBefore() {
    List<Double> curve = of(LongStream.rangeClosed(1, 1000).map(i -> i * 1000)).percentiles();
    assertEquals(900, curve.get(Lateness.POINTS_PER_NINE), 2);
    assertEquals(990, curve.get(2 * Lateness.POINTS_PER_NINE), 2);
    assertEquals(999, curve.get(3 * Lateness.POINTS_PER_NINE), 2);
    assertEquals(3 * Lateness.POINTS_PER_NINE + 2, curve.size());
  }

  @Test
  void theCurveOfVeryManyTicksIsNotLonger() {
    Histogram many = new Histogram(60_000_000_000L, 3);
    many.recordValueWithCount(1000, 1_000_000_000_000L);
    assertTrue(new Lateness(many).percentiles().size() <= 150);
  }

  @Test
  void oneTickIsACurve() {
    assertEquals(List.of(1.0, 1.0), of(LongStream.of(1000)).percentiles());
  }

  @Test
  void whatTheAxisCannotHaveIsDrawnAtItsBegin() {
    Lateness early = of(LongStream.of(0, 0, 0));
    assertEquals(Lateness.LEAST_MICROS, early.percentiles().getFirst());
    assertEquals(List.of(3L), early.bins());
  }

  @Test
  void everyTickIsInOneBin() {
    Lateness lateness = of(LongStream.of(100, 1_000, 1_001, 10_000, 10_001));
    List<Long> bins = lateness.bins();
    assertEquals(5, bins.stream().mapToLong(count -> count).sum());
    assertEquals(
        List.of(0, 10, 20),
        IntStream.range(0, bins.size()).filter(bin -> bins.get(bin) > 0).boxed().toList());
  }

  private static Lateness of(LongStream nanos) {
    Histogram histogram = new Histogram(60_000_000_000L, 3);
    nanos.forEach(histogram::recordValue);
    return new Lateness(histogram);
  }
}
