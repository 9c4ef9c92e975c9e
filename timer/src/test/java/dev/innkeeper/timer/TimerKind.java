package dev.innkeeper.timer;

/** The timers that there are, for tests of what they have in common. */
enum TimerKind {
  PERIODIC {
    @Override
    WaitableTimer timer(TimeSource time, Signal until, MissedTicks missedTicks) {
      return PeriodicTimer.builder(TimerFixture.PERIOD)
          .timeSource(time)
          .until(until)
          .missedTicks(missedTicks)
          .build();
    }
  },
  CALENDAR {
    @Override
    WaitableTimer timer(TimeSource time, Signal until, MissedTicks missedTicks) {
      return CalendarTimer.builder(Schedule.every(TimerFixture.PERIOD))
          .timeSource(time)
          .until(until)
          .missedTicks(missedTicks)
          .build();
    }
  };

  abstract WaitableTimer timer(TimeSource time, Signal until, MissedTicks missedTicks);
}
