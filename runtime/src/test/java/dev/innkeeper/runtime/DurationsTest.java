package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
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
}
