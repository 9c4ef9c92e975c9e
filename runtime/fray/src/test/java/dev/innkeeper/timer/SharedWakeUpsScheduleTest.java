package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class SharedWakeUpsScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(SharedWakeUpsStory story) {
    Schedules.pass(story);
  }

  @Test
  void aThreadThatEndsAfterItHasLookedLeavesTheNextWaiterAsleep() throws Exception {
    Changed changed =
        Changed.in(
            SharedWakeUps.class,
            "return come.get() == null || !thread.compareAndSet(null, Thread.currentThread());",
            "return true;");
    Throwable found =
        Schedules.find(
            "wake-ups whose thread ends after it has looked",
            changed.of(SharedWakeUpsStory.TWO_WAIT));
    assertInstanceOf(DeadlockException.class, found);
  }
}
