package dev.innkeeper.timer;

import jdk.jfr.FlightRecorder;

/**
 * Tells the flight recorder of ticks, if there is one and it was ever started: the first event
 * class that is touched costs 200 ms, also when nothing is recorded.
 */
final class FlightRecording {

  /** An image made by jlink may lack the module. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  static void record(long number, long lateness, long missed) {
    if (PRESENT && FlightRecorder.isInitialized()) {
      TickEvent.commit(number, lateness, missed);
    }
  }
}
