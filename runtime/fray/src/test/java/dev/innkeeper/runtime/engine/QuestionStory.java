package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.runtime.thread.Interruptible;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that is asked is taken by one: by its answer, its timeout, or the end of all asking. */
enum QuestionStory implements Story {
  ONE_TAKES("what is asked is taken by one, and nothing is asked after the end") {
    @Override
    public void live() throws InterruptedException {
      Question question = new Question();
      Interruptible call = new Interruptible();
      AtomicInteger asked = new AtomicInteger();
      AtomicInteger taken = new AtomicInteger();
      new Cast()
          .with(
              "host",
              () -> {
                if (question.ask(call)) {
                  asked.incrementAndGet();
                  new Cast()
                      .with("answer", () -> count(taken, question.settle(call)))
                      .with("late", () -> count(taken, question.settle(call)))
                      .play();
                }
              })
          .with("end", () -> count(taken, question.end() != null))
          .play();
      assertEquals(asked.get(), taken.get(), "of one call that was asked this many were taken");
      assertTrue(question.isOver(), "the end is forgotten");
      assertFalse(question.ask(new Interruptible()), "something is asked after the end");
    }
  };

  private final String sentence;

  QuestionStory(String sentence) {
    this.sentence = sentence;
  }

  private static void count(AtomicInteger number, boolean counts) {
    if (counts) {
      number.incrementAndGet();
    }
  }

  @Override
  public String toString() {
    return sentence;
  }
}
