package dev.innkeeper.jmh.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
}
