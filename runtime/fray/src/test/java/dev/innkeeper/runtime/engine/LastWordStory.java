package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Of what several threads say the last word is told last. */
enum LastWordStory implements Story {
  TWO_SAY("of two threads the last word is told last") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      new Cast().with("a", () -> stage.say("up")).with("b", () -> stage.say("down")).play();
      stage.assertLastIsTold();
    }
  },

  THREE_SAY("of three threads that change their minds the last word is told last") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      new Cast()
          .with("a", () -> stage.say("down", "up"))
          .with("b", () -> stage.say("up", "down"))
          .with("c", () -> stage.say("degraded"))
          .play();
      stage.assertLastIsTold();
    }
  };

  private static final class Stage {

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final LastWord<String> word = new LastWord<>("new", told::add);

    void say(String... words) {
      for (String next : words) {
        word.say(next);
      }
    }

    /** To say again what was told last is to say nothing new. */
    void assertLastIsTold() {
      List<String> before = new ArrayList<>(told);
      word.say(before.getLast());
      assertEquals(before, new ArrayList<>(told), "what was told last is not the last word");
    }
  }

  private final String sentence;

  LastWordStory(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
