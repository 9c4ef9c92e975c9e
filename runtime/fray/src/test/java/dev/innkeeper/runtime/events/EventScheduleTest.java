package dev.innkeeper.runtime.events;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class EventScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(EventQueueStory story) {
    Schedules.pass(story);
  }

  @ParameterizedTest
  @EnumSource
  void passes(SerialQueueStory story) {
    Schedules.pass(story);
  }

  @Test
  void aThreadThatIsKnownAfterItHasLookedSleepsOn() throws Exception {
    Changed changed =
        Changed.in(EventQueue.class, "thread = Thread.currentThread(); while", "while")
            .and(
                EventQueue.class,
                "time.park(this);",
                "thread = Thread.currentThread(); time.park(this);");
    Throwable found =
        Schedules.find(
            "a thread of events that is known after it has looked",
            changed.of(EventQueueStory.THE_THREAD_SLEEPS));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aThreadThatEndsWithoutALastLookLeavesAnEvent() throws Exception {
    Changed changed =
        Changed.in(
            EventQueue.class, "ended = true; runWhatCameLast(); return;", "ended = true; return;");
    Throwable found =
        Schedules.find(
            "a thread of events that ends without a last look",
            changed.of(EventQueueStory.THE_THREAD_ENDS));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void aHelperThatLooksForMoreBeforeItIsThroughLeavesATask() throws Exception {
    Changed changed =
        Changed.in(
            SerialQueue.class,
            "if (unfinished.decrementAndGet() > 0) {",
            "boolean more = !tasks.isEmpty(); unfinished.decrementAndGet(); if (more) {");
    Throwable found =
        Schedules.find(
            "a helper that looks for more before it is through",
            changed.of(SerialQueueStory.TWO_POST));
    assertInstanceOf(AssertionError.class, found);
  }
}
