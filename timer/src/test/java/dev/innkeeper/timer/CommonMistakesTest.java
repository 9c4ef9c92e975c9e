package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The page on common mistakes says word for word what is said of those with timers. */
class CommonMistakesTest {

  private static final Path PAGE = Path.of("..", "docs", "common-mistakes.md");
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** What it is, what is said, and what to do. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| `(.+)` \\| (?:.+ )?\\|$");

  private static Map<String, String> rowsOf(String heading) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String part : Files.readString(PAGE).split("\n(?=## )", -1)) {
      if (part.startsWith(heading)) {
        ROW.matcher(part).results().forEach(row -> rows.put(row.group(1), row.group(2)));
      }
    }
    return rows;
  }

  private final Map<String, String> said = new LinkedHashMap<>();

  private void refused(String what, Executable mistake) {
    said.put(what, String.valueOf(assertThrows(Throwable.class, mistake).getMessage()));
  }

  private void cron(String expression) {
    refused("`" + expression + "`", () -> Schedule.cron(expression, UTC));
  }

  @Test
  void thePageSaysWhatIsSaid() throws IOException {
    ManualTimeSource time = new ManualTimeSource();
    PeriodicTimer timer = PeriodicTimer.builder(Duration.ofSeconds(2)).timeSource(time).build();
    time.start("poller", () -> assertDoesNotThrow(timer::waitForNextTick));
    time.advance(Duration.ZERO);
    refused("one timer in two threads", timer::waitForNextTick);
    refused("`lastTick()` before the first tick", timer::lastTick);
    timer.close();
    refused("a period of zero", () -> PeriodicTimer.every(Duration.ZERO));
    cron("0 25 * * *");
    cron("0 3 * * MONN");
    cron("0 3 * *");
    cron("0 0 3 * * ? 2027");
    cron("0 0 30 2 *");
    cron("@dayly");
    String zone = "Europe/Berln";
    refused("`ZoneId.of(\"Europe/Berln\")`", () -> ZoneId.of(zone));
    assertEquals(said, rowsOf("## Timers"));
  }
}
