package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.events.FlightEvents;
import dev.innkeeper.runtime.events.FlightRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The first event class that is touched costs 200 ms, also with the flight recorder off: so it is
 * not touched then. In a JVM of its own, with a life that has a start, a failure and stops.
 */
class FlightRecorderIT {

  @Test
  void isNotTouchedWhenItIsOff() throws Exception {
    assertEquals(List.of(), eventClassesOf(List.of()));
  }

  @Test
  void isToldWhenItIsOn() throws Exception {
    List<String> loaded = eventClassesOf(List.of("-XX:StartFlightRecording"));
    assertTrue(loaded.contains(FlightEvents.ServiceFailure.class.getName()), loaded.toString());
    assertTrue(loaded.contains("jdk.jfr.Event"), loaded.toString());
  }

  /** Our event classes, and the JDK's base of all, that were loaded. */
  private static List<String> eventClassesOf(List<String> more) throws Exception {
    List<String> options = new ArrayList<>(more);
    options.add("-Xlog:class+load:stdout:none");
    ChildJvm.Result result = ChildJvm.run(options, RunProgram.class, "crash");
    assertEquals(1, result.exitCode());
    Set<String> loaded =
        result.lines().stream()
            .filter(line -> line.contains(" source: "))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(loaded.contains(FlightRecording.class.getName()), "it has decided");
    return loaded.stream()
        .filter(name -> name.contains("FlightEvents") || name.equals("jdk.jfr.Event"))
        .toList();
  }
}
