package dev.innkeeper.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What a flight recording has of the host {@code inn}. */
final class FlightTrail {

  private static final Duration NANO = Duration.ofNanos(1);
  private static final String PREFIX = "dev.innkeeper.";

  private FlightTrail() {}

  interface Life {
    void live() throws Exception;
  }

  /**
   * The events of services in the recording of a life, each in words, in order, by way of a file.
   */
  static List<String> of(Life life, Path file) throws Exception {
    try (Recording recording = new Recording()) {
      Stream.of("ServiceStart", "ServiceStop", "ServiceFailure", "ServiceRestart", "JobRun")
          .forEach(event -> recording.enable(PREFIX + event));
      recording.start();
      life.live();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith(PREFIX))
        .filter(event -> event.hasField("host") && event.getString("host").equals("inn"))
        .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
        .map(FlightTrail::words)
        .toList();
  }

  private static String words(RecordedEvent event) {
    String kind = event.getEventType().getName().substring(PREFIX.length());
    String what = event.getString("service") + " " + kind + " ";
    return what
        + switch (kind) {
          case "ServiceStart" -> event.getDuration("took").toMillis() + " ms";
          case "ServiceStop" ->
              event.getDuration("took").toMillis()
                  + " ms"
                  + (event.getBoolean("abandoned") ? ", abandoned" : "");
          case "ServiceFailure" ->
              event.getString("where")
                  + ": "
                  + event.getClass("failureClass").getName()
                  + ": "
                  + event.getString("message");
          case "ServiceRestart" ->
              event.getInt("restart")
                  + ", soon "
                  + (event.getDuration("delay").compareTo(NANO) <= 0);
          case "JobRun" ->
              event.getString("outcome") + " in " + event.getDuration("took").toMillis() + " ms";
          default -> throw new AssertionError(kind);
        };
  }
}
