package dev.innkeeper.timer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A tick in a flight recording. Only {@link FlightRecording} may touch this. */
@Name("dev.innkeeper.Tick")
@Label("Timer Tick")
@Description("A timer has given its consumer a tick")
@Category("Innkeeper")
@StackTrace(false)
final class TickEvent extends Event {

  @Label("Number")
  long number;

  @Label("Lateness")
  @Timespan(Timespan.NANOSECONDS)
  long lateness;

  @Label("Missed")
  long missed;

  static void commit(long number, long lateness, long missed) {
    TickEvent event = new TickEvent();
    if (event.shouldCommit()) {
      event.number = number;
      event.lateness = lateness;
      event.missed = missed;
      event.commit();
    }
  }
}
