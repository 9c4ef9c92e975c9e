package dev.innkeeper.jmh.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void quantilesAreValuesOfTheSample() {
    Sample oneToHundred = Sample.of(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());
    assertEquals(1, oneToHundred.quantile(0));
    assertEquals(50, oneToHundred.quantile(0.5));
    assertEquals(99, oneToHundred.quantile(0.99));
    assertEquals(100, oneToHundred.quantile(0.999));
    assertEquals(100, oneToHundred.quantile(1));
  }

  @Test
  void distanceIsTheLargestBetweenTheDistributions() {
    Sample sample = Sample.of(new long[] {3, 1, 2, 4});
    assertEquals(0, sample.distanceTo(sample));
    assertEquals(1, sample.distanceTo(Sample.of(new long[] {9, 8})));
    assertEquals(0.5, sample.distanceTo(Sample.of(new long[] {3, 4, 5, 6})));
    assertEquals(0.5, Sample.of(new long[] {1, 1, 1, 1}).distanceTo(Sample.of(new long[] {1, 2})));
  }

  @Test
  void whatChanceMayDoShrinksWithTheSize() {
    Sample minute = Sample.of(new long[6000]);
    assertEquals(0.0297, minute.distanceByChance(minute), 0.0001);
  }
}
