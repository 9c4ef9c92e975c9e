package dev.innkeeper.timer.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void aThreadIsCalledByItsName() {
    assertEquals(
        "thread 'poller'",
        Names.ofThread(Thread.ofVirtual().name("poller").unstarted(this::nothing)));
    assertEquals(
        "thread 'poller'",
        Names.ofThread(Thread.ofPlatform().name("poller").unstarted(this::nothing)));
  }

  @Test
  void aThreadWithoutANameIsCalledByItsKindAndNumber() {
    Thread virtual = Thread.ofVirtual().unstarted(this::nothing);
    Thread platform = Thread.ofPlatform().name("").unstarted(this::nothing);
    assertEquals(
        "an unnamed virtual thread (#" + virtual.threadId() + ")", Names.ofThread(virtual));
    assertEquals("an unnamed thread (#" + platform.threadId() + ")", Names.ofThread(platform));
  }

  private void nothing() {}

  @Test
  void aThreadsNameIsShownInOneLine() {
    assertEquals(
        "thread 'a\\u000AERROR forged'",
        Names.ofThread(Thread.ofVirtual().name("a\nERROR forged").unstarted(this::nothing)));
  }
}
