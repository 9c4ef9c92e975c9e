package dev.innkeeper.jmh.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A figure's name, such as {@code cpu_us_per_tick}, as a reader wants it.
 *
 * @param raw as in the CSV
 * @param text such as {@code cpu per tick}
 * @param unit such as {@code µs}; empty for a plain number
 */
record FigureName(String raw, String text, String unit) {

  private static final Map<String, String> UNITS =
      Map.of("ns", "ns", "us", "µs", "ms", "ms", "s", "s", "bytes", "bytes");

  static FigureName of(String raw) {
    List<String> words = new ArrayList<>(Arrays.asList(raw.split("_", -1)));
    for (int i = 0; i < words.size(); i++) {
      String unit = UNITS.get(words.get(i));
      // What comes per second is no time.
      if (unit != null && (i == 0 || !words.get(i - 1).equals("per"))) {
        words.remove(i);
        return new FigureName(raw, String.join(" ", words), unit);
      }
    }
    return new FigureName(raw, String.join(" ", words), "");
  }

  /** Time and memory; of other numbers one cannot tell. */
  boolean lessIsBetter() {
    return !unit.isEmpty();
  }
}
