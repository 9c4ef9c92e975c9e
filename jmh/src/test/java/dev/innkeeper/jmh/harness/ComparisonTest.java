package dev.innkeeper.jmh.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  private static final Row ROW = new Row("park", "10 ms, idle", "25");

  @TempDir private Path folder;

  @Test
  void whatMovedBeyondNoiseIsListedTheMostFirst() throws IOException {
    Path before = csv("before.csv", List.of(100, 101, 102), List.of(50, 51, 52), List.of(7, 9, 8));
    Path after = csv("after.csv", List.of(110, 111, 112), List.of(20, 21, 22), List.of(9, 7, 8));
    assertEquals(
        """
        contender      setting  jdk  figure  before  after  change
        park       10 ms, idle   25  p99_us      51     21  x 0.41
        park       10 ms, idle   25  p50_us     101    111  x 1.10
        2 of 3 figures moved; 0 more have fewer than three rounds. \
        Rows in both: 1, only before: 0, only after: 0\
        """,
        Comparison.of(SavedResults.read(before), SavedResults.read(after)));
  }

  @Test
  void ofTwoRoundsNothingIsSaid() throws IOException {
    Path before = csv("before.csv", List.of(100, 100), List.of(50, 50), List.of(7, 7));
    Path after = csv("after.csv", List.of(900, 900), List.of(60, 60), List.of(8, 8));
    assertEquals(
        "0 of 0 figures moved; 3 more have fewer than three rounds. "
            + "Rows in both: 1, only before: 0, only after: 0",
        Comparison.of(SavedResults.read(before), SavedResults.read(after)));
  }

  @Test
  void aGapThatIsNotWiderThanTheNoiseIsNoise() {
    assertTrue(moved(List.of(100.0, 100.0, 104.0), List.of(109.0, 109.0, 112.0)));
    assertTrue(moved(List.of(109.0, 109.0, 112.0), List.of(100.0, 100.0, 104.0)));
    assertFalse(moved(List.of(100.0, 100.0, 105.0), List.of(110.0, 110.0, 112.0)));
    assertFalse(
        moved(List.of(100.0, 100.0, 100.0), List.of(102.0, 102.0, 102.0)), "too little to tell");
    assertFalse(moved(List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0)));
    assertTrue(moved(List.of(0.0, 0.0, 0.0), List.of(3.0, 3.0, 3.0)));
  }

  /** What the documentation says of chance, with bell-shaped noise. */
  @Test
  void byChanceOneFigureOfAHundredAndThirtyMovesWithThreeRoundsAndOfTenThousandWithFiveOneAtMost() {
    assertEquals(1 / 130.0, movedByChance(3), 0.001);
    assertEquals(0.5 / 10_000.0, movedByChance(5), 0.5 / 10_000.0 - 1e-6);
  }

  private static double movedByChance(int rounds) {
    Random random = new Random(1);
    int cases = 100_000;
    long moved =
        IntStream.range(0, cases)
            .filter(each -> moved(noise(random, rounds), noise(random, rounds)))
            .count();
    return (double) moved / cases;
  }

  private static List<Double> noise(Random random, int rounds) {
    return IntStream.range(0, rounds).mapToObj(i -> 100 + 10 * random.nextGaussian()).toList();
  }

  private static boolean moved(List<Double> before, List<Double> after) {
    return new Change(ROW, "p50_us", before, after).isBeyondNoise();
  }

  @Test
  void aFileThatIsNoneOfAReportIsNamed() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    var refusal = assertThrows(IllegalArgumentException.class, () -> SavedResults.read(other));
    assertEquals(
        other
            + " is no CSV of a report: it lacks some of the columns [contender, setting, jdk,"
            + " round]",
        refusal.getMessage());
  }

  /** As a report writes it. */
  private Path csv(String name, List<Integer> p50, List<Integer> p99, List<Integer> missed)
      throws IOException {
    Results results =
        new Results(new Suite("s", "t", "e", List.of(), Object.class, List.of(), List.of()));
    for (int i = 0; i < p50.size(); i++) {
      Figures figures =
          new Figures()
              .with("p50_us", p50.get(i))
              .with("p99_us", p99.get(i))
              .with("missed", missed.get(i));
      results.add(ROW, Measurement.of(figures));
    }
    return Files.writeString(folder.resolve(name), results.everything().toCsv());
  }
}
