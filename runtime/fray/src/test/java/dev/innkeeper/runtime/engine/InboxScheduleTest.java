package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InboxScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(InboxStory story) throws Exception {
    boolean drainsAreShort = story == InboxStory.DRAINS_END;
    Schedules.pass(drainsAreShort ? Changed.in(Inbox.class, "1_000", "2").of(story) : story);
  }

  @Test
  void aDrainThatDoesNotLookAgainLeavesAMessage() throws Exception {
    Changed changed =
        Changed.in(Inbox.class, "seen = drains.addAndGet(-seen);", "drains.set(0); seen = 0;");
    Throwable found =
        Schedules.find("a drain that does not look again", changed.of(InboxStory.TWO_POST));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void aHostThreadThatLeavesWithoutALastLookLeavesAMessage() throws Exception {
    Changed changed = Changed.in(Inbox.class, "alone = true; drain();", "drain(); alone = true;");
    Throwable found =
        Schedules.find(
            "a host thread that looks before it leaves",
            changed.of(InboxStory.THE_HOST_THREAD_LEAVES));
    assertInstanceOf(AssertionError.class, found);
  }
}
