package dev.innkeeper.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads CSV (RFC 4180) as other programs do. */
final class Csv {

  private static final Pattern CELL =
      Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\"\n]*))([,\n])");

  private Csv() {}

  static List<List<String>> parsed(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    Matcher cell = CELL.matcher(csv);
    while (cell.find()) {
      String quoted = cell.group(1);
      line.add(quoted == null ? cell.group(2) : quoted.replace("\"\"", "\""));
      if (cell.group(3).equals("\n")) {
        lines.add(line);
        line = new ArrayList<>();
      }
    }
    return lines;
  }
}
