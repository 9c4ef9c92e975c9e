package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class CallsInTimeScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(CallsInTimeStory story) {
    Schedules.pass(story);
  }

  @Test
  void aCallThatLooksFirstMissesTheEnd() throws Exception {
    Changed changed =
        Changed.in(
            CallsInTime.class,
            "present = call; return !over;",
            "boolean late = over; present = call; return !late;");
    Throwable found =
        Schedules.find(
            "a call that looks for the time before it is seen",
            changed.of(CallsInTimeStory.CALLS_END));
    assertInstanceOf(DeadlockException.class, found);
  }
}
