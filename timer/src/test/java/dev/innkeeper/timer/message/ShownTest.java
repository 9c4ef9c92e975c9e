package dev.innkeeper.timer.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ShownTest {

  /** With a text and a message of its own choice. */
  @SuppressWarnings({"serial", "OverrideThrowableToString"}) // never written; what it is for
  private static final class Failure extends RuntimeException {
    private final Supplier<String> text;

    private Failure(Supplier<String> text) {
      this.text = text;
    }

    @Override
    public String getMessage() {
      return text.get();
    }

    @Override
    public String toString() {
      return text.get();
    }
  }

  private static String broken() {
    throw new UnsupportedOperationException("evil");
  }

  @Test
  void anObjectIsShownByItsText() {
    assertEquals("PT1S", Shown.of(Duration.ofSeconds(1)));
    assertEquals("null", Shown.of(null));
  }

  @Test
  void aLambdaAndAMethodReferenceAreShownByTheClassThatTheyStandIn() {
    Supplier<String> lambda = () -> "a";
    Supplier<String> reference = this::toString;
    assertEquals("a lambda in dev.innkeeper.timer.message.ShownTest", Shown.of(lambda));
    assertEquals("a lambda in dev.innkeeper.timer.message.ShownTest", Shown.of(reference));
  }

  @Test
  void aTextIsShownInOneLineThatIsNotLong() {
    assertEquals("a\\u000D\\u000A\tb\\u2028\\uD800", Shown.text("a\r\n\tb\u2028\uD800"));
    assertEquals("x".repeat(1_000), Shown.text("x".repeat(1_000)));
    assertEquals("x".repeat(1_000) + "... (1001 characters)", Shown.text("x".repeat(1_001)));
  }

  @Test
  void aFailureKeepsItsLinesButCannotCommandTheTerminal() {
    Failure failure = new Failure(() -> "a\r\n\tb\u001B[2J");
    assertEquals("a\r\n\tb\\u001B[2J", Shown.ofFailure(failure));
    assertEquals("a\r\n\tb\\u001B[2J", Shown.messageOf(failure));
  }

  @Test
  void aFailureIsCutWhereNobodyReadsOn() {
    Failure failure = new Failure(() -> "x".repeat(1_000_000));
    assertEquals("x".repeat(10_000) + "... (1000000 characters)", Shown.ofFailure(failure));
    assertEquals("x".repeat(10_000) + "... (1000000 characters)", Shown.messageOf(failure));
  }

  @Test
  void aFailureThatCannotBeShownIsCalledByItsClass() {
    String failed =
        Failure.class.getName()
            + " (its toString() has thrown java.lang.UnsupportedOperationException)";
    Failure failure = new Failure(ShownTest::broken);
    assertEquals(failed, Shown.ofFailure(failure));
    assertEquals(failed, Shown.withStack(failure));
    assertEquals("no message: java.lang.UnsupportedOperationException", Shown.messageOf(failure));
  }
}
