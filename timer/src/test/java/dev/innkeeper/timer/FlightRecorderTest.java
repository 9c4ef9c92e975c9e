package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {

  @Test
  void hasEachTickWithItsLatenessAndWhatWasMissed(@TempDir Path folder) throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    Path file = folder.resolve("ticks.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      PeriodicTimer timer = PeriodicTimer.builder(Duration.ofSeconds(10)).timeSource(time).build();
      time.advance(Duration.ofSeconds(10));
      timer.waitForNextTick();
      time.advance(Duration.ofSeconds(33));
      timer.waitForNextTick();
      timer.close();
      timer.waitForNextTick();
      recording.stop();
      recording.dump(file);
    }
    assertEquals(
        List.of("tick 1, PT0S late, 0 missed", "tick 4, PT3S late, 2 missed"),
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("dev.innkeeper.Tick"))
            .map(FlightRecorderTest::text)
            .toList());
  }

  private static String text(RecordedEvent event) {
    return "tick "
        + event.getLong("number")
        + ", "
        + event.getDuration("lateness")
        + " late, "
        + event.getLong("missed")
        + " missed";
  }
}
