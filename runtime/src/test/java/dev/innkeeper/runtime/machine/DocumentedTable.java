package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the document on the inside says of stages and messages. */
final class DocumentedTable {

  private static final Path DOCUMENT = Path.of("..", "docs", "inside.md");
  private static final Pattern CODE = Pattern.compile("`([A-Z_]+)`");

  private DocumentedTable() {}

  /** The first column of the table of stages. */
  static List<Stage> stages() throws IOException {
    return rows("| stage |").stream().map(row -> Stage.valueOf(code(row[1]))).toList();
  }

  /** What comes only in some stages has been met in no others. */
  static void check(Met met) throws IOException {
    List<String[]> rows = rows("| message |");
    assertFalse(rows.isEmpty(), "no table");
    for (String[] row : rows) {
      Set<Stage> others = EnumSet.copyOf(met.stages(code(row[1])));
      others.removeAll(CODE.matcher(row[2]).results().map(DocumentedTable::stage).toList());
      assertEquals(Set.of(), others, "stages in which there was " + row[1]);
    }
  }

  private static Stage stage(MatchResult match) {
    return Stage.valueOf(match.group(1));
  }

  private static String code(String cell) {
    return cell.strip().replace("`", "");
  }

  /** The rows of the table that has this first column. */
  private static List<String[]> rows(String header) throws IOException {
    List<String[]> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      inside = line.startsWith("|") && (inside || line.startsWith(header));
      if (inside && !line.startsWith(header) && !line.startsWith("|---")) {
        rows.add(line.split("\\|"));
      }
    }
    return rows;
  }
}
