package dev.innkeeper.runtime;

import jdk.jfr.FlightRecorder;

/**
 * Tells the flight recorder, if there is one and it was ever started: the first event class that is
 * touched costs 200 ms, also when nothing is recorded.
 */
final class FlightRecording {

  /** An image made by jlink may lack the module. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  static void record(HostEvent event) {
    if (PRESENT && FlightRecorder.isInitialized()) {
      FlightEvents.commit(event);
    }
  }

  static void record(String host, String service, JobHandle.State how, JobCall<?> call) {
    if (PRESENT && FlightRecorder.isInitialized()) {
      FlightEvents.commitJob(host, service, how.name(), call.took());
    }
  }
}
