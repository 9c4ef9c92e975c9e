package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A warning that comes again and again. */
class RareWarningTest {

  private long now = Long.MAX_VALUE; // it overflows
  private final RareWarning warning =
      new RareWarning(LoggerFactory.getLogger(Probes.class), "no luck", () -> now);

  private void happens(String why) {
    warning.happened(new IOException(why));
  }

  @Test
  void isWrittenOnceAMinuteAndCountsTheOthers() {
    try (LogLines log = LogLines.of(Probes.class)) {
      happens("a");
      happens("b");
      now += Duration.ofSeconds(60).toNanos() - 1;
      happens("c");
      now++;
      happens("d");
      now += Duration.ofHours(1).toNanos();
      happens("e");
      happens("f");
      warning.end();
      warning.end();
      assertEquals(
          List.of(
              "WARN no luck [a]",
              "WARN no luck, as 2 times before [d]",
              "WARN no luck [e]",
              "WARN no luck, 1 times more"),
          log.lines());
    }
  }
}
