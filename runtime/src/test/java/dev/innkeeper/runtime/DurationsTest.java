package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.00 s",
    "1250, 1.25 s",
    "19750, 19.8 s",
    "90000, 90 s",
    "1500000, 1500 s"
  })
  void areShownAsAPersonWouldWriteThem(long millis, String text) {
    assertEquals(text, Durations.show(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, 250, 250ms",
    "20s, 20_000, 20s",
    "20S, 20_000, 20s",
    "20 s, 20_000, 20s",
    "20  MS, 20, 20ms",
    "1.5s, 1_500, 1500ms",
    "0.5m, 30_000, 30s",
    "90s, 90_000, 90s",
    "5m, 300_000, 5m",
    "48h, 172_800_000, 2d",
    "1h, 3_600_000, 1h",
    "1d, 86_400_000, 1d",
    "0s, 0, 0s",
    "-1.5s, -1_500, -1500ms",
    "PT20S, 20_000, 20s",
    "pt1m30s, 90_000, 90s"
  })
  void areReadAndWrittenWithAUnit(String text, String millis, String written) {
    Duration read = Durations.parse(text);
    assertEquals(Duration.ofMillis(Long.parseLong(millis.replace("_", ""))), read);
    assertEquals(written, Durations.write(read));
    assertEquals(read, Durations.parse(written), "and can be read again");
  }

  @Test
  void thoseThatNoUnitShowsAreWrittenAsIso8601() {
    assertEquals("PT0.0000005S", Durations.write(Duration.ofNanos(500)));
    assertEquals("PT1.000000001S", Durations.write(Duration.ofNanos(1_000_000_001)));
  }
}
