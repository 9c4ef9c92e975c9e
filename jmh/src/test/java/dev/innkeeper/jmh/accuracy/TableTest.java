package dev.innkeeper.jmh.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void csvQuotesWhatNeedsIt() {
    Table table = new Table(List.of("a", "b"), List.of(List.of("1,5", "say \"so\"")));
    assertEquals("a,b\n\"1,5\",\"say \"\"so\"\"\"\n", table.toCsv());
  }

  @Test
  void consoleAlignsColumns() {
    Table table = new Table(List.of("who", "p50"), List.of(List.of("a", "1234"), List.of("b", "")));
    assertEquals("who   p50\na    1234\nb        \n", table.toString());
  }

  @Test
  void aCellHasNoDecimalsThatSayNothing() {
    assertEquals("6000", Table.cell(6000));
    assertEquals("0.123", Table.cell(0.1234));
    assertEquals("57.3", Table.cell(57.26));
  }

  @Test
  void resultsShowEveryRoundAndTheMedianOfEachFigure() {
    Figures first = new Figures().with("p50_us", 1).with("max_us", 30);
    Figures second = new Figures().with("p50_us", 3).with("max_us", 10);
    Figures third = Figures.ofLine("p50_us=2.0 max_us=20.0");
    Case one = new Case("park", "1 ms", List.of());
    Results results = new Results(Map.of(one, List.of(first, second, third)));
    assertEquals(
        """
        contender,setting,round,p50_us,max_us
        park,1 ms,1,1,30
        park,1 ms,2,3,10
        park,1 ms,3,2,20
        park,1 ms,median,2,20
        """,
        results.everything().toCsv());
    assertEquals("contender,setting,p50_us,max_us\npark,1 ms,2,20\n", results.medians().toCsv());
  }

  @Test
  void figuresSurviveTheirLine() {
    Figures figures = new Figures().with("p99.9_us", 1.5).with("ticks", 3);
    assertEquals(figures, Figures.ofLine(figures.toLine()));
  }
}
