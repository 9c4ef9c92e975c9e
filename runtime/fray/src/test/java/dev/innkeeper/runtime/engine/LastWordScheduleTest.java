package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of what several threads say the last word is told last. */
class LastWordScheduleTest {

  @Test
  void ofTwoThreadsTheLastWordIsToldLast() {
    Schedules.pass(
        "of two threads the last word is told last", () -> twoSay(LastWordScheduleTest::real));
  }

  @Test
  void ofThreeThreadsThatChangeTheirMindsTheLastWordIsToldLast() {
    Schedules.pass(
        "of three threads the last word is told last", () -> threeSay(LastWordScheduleTest::real));
  }

  @Test
  void aWordThatIsToldOnceMayBeToldTooLate() {
    Throwable found =
        Schedules.find(
            "planted: a word that is told once", () -> twoSay(LastWordScheduleTest::toldOnce));
    assertInstanceOf(AssertionError.class, found);
  }

  // ---- the stories

  private static void twoSay(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind);
    new Cast().with("a", () -> stage.say("up")).with("b", () -> stage.say("down")).play();
    stage.assertLastIsTold();
  }

  private static void threeSay(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind);
    new Cast()
        .with("a", () -> stage.say("down", "up"))
        .with("b", () -> stage.say("up", "down"))
        .with("c", () -> stage.say("degraded"))
        .play();
    stage.assertLastIsTold();
  }

  private static final class Stage {

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Consumer<String> word;

    Stage(Kind kind) {
      word = kind.create("new", told::add);
    }

    void say(String... words) {
      for (String next : words) {
        word.accept(next);
      }
    }

    /** To say again what was told last is to say nothing new. */
    void assertLastIsTold() {
      List<String> before = new ArrayList<>(told);
      word.accept(before.getLast());
      assertEquals(before, new ArrayList<>(told), "what was told last is not the last word");
    }
  }

  // ---- the words

  private interface Kind {
    Consumer<String> create(String first, Consumer<String> listener);
  }

  private static Consumer<String> real(String first, Consumer<String> listener) {
    return new LastWord<>(first, listener)::say;
  }

  private static Consumer<String> toldOnce(String first, Consumer<String> listener) {
    return new OnceToldWord<>(first, listener)::say;
  }
}
