package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import java.time.Duration;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;

/**
 * Tells the flight recorder, if there is one and it was ever started: the first event class that is
 * touched costs 200 ms, also when nothing is recorded.
 */
public final class FlightRecording {

  /** An image made by jlink may lack the module. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  /** Whether an event may be recorded. */
  static boolean isOn() {
    return PRESENT && FlightRecorder.isInitialized();
  }

  public static void record(HostEvent event) {
    if (PRESENT && FlightRecorder.isInitialized()) {
      FlightEvents.commit(event);
    }
  }

  /** {@code took} is asked only if it is recorded. */
  public static void record(String host, String service, String outcome, Supplier<Duration> took) {
    if (PRESENT && FlightRecorder.isInitialized()) {
      FlightEvents.commitJob(host, service, outcome, took.get());
    }
  }
}
