package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a thread waits for, and what it is called, may be a user's: manual time shows both. */
class EvilBlockerTest {

  private final ManualTimeSource time = new ManualTimeSource();

  /** What is to be seen of the time while a thread waits for {@code blocker}. */
  private String whileWaitingFor(Object blocker) {
    Thread thread = time.start("a\nb", () -> time.park(blocker));
    time.advance(Duration.ZERO);
    String text = time.toString();
    time.unpark(thread);
    time.advance(Duration.ZERO);
    return text;
  }

  @Test
  void thatThrowsIsShownByItsClass() {
    Object blocker =
        new Object() {
          @Override
          public String toString() {
            throw new UnsupportedOperationException("evil");
          }
        };
    assertEquals(
        "ManualTimeSource[PT0S after its start; thread 'a\\u000Ab' waits for "
            + blocker.getClass().getName()
            + " (its toString() has thrown java.lang.UnsupportedOperationException)]",
        whileWaitingFor(blocker));
  }

  @Test
  void whichCommandsTheTerminalIsEscaped() {
    assertEquals(
        "ManualTimeSource[PT0S after its start; thread 'a\\u000Ab' waits for \\u001B[2J]",
        whileWaitingFor("\u001B[2J"));
  }

  @Test
  void whichIsALambdaIsCalledByTheClassThatItStandsIn() {
    Runnable blocker = () -> {};
    assertEquals(
        "ManualTimeSource[PT0S after its start; thread 'a\\u000Ab' waits for a lambda in "
            + getClass().getName()
            + "]",
        whileWaitingFor(blocker));
  }
}
