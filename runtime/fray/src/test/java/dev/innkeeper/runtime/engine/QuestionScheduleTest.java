package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules;
import dev.innkeeper.runtime.thread.Interruptible;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A call that is asked is taken by one: by its answer, its time-out, or the end of all asking. */
class QuestionScheduleTest {

  @Test
  void whatIsAskedIsTakenByOneAndNothingIsAskedAfterTheEnd() {
    Schedules.pass(
        "what is asked is taken by one, and nothing after the end",
        () -> oneTakes(QuestionScheduleTest::real));
  }

  @Test
  void anEndThatAnAnswerUndoesIsForgotten() {
    Throwable found =
        Schedules.find(
            "planted: an end that an answer undoes",
            () -> oneTakes(QuestionScheduleTest::halfClosed));
    assertInstanceOf(AssertionError.class, found);
  }

  // ---- the story

  private static void oneTakes(Supplier<Asked> kind) throws InterruptedException {
    Asked question = kind.get();
    Interruptible call = new Interruptible();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    new Cast()
        .with(
            "host",
            () -> {
              if (question.ask().test(call)) {
                asked.incrementAndGet();
                new Cast()
                    .with("answer", () -> count(taken, question.settle().test(call)))
                    .with("late", () -> count(taken, question.settle().test(call)))
                    .play();
              }
            })
        .with("end", () -> count(taken, question.end().get() != null))
        .play();
    assertEquals(asked.get(), taken.get(), "of one call that was asked this many were taken");
    assertTrue(question.isOver().getAsBoolean(), "the end is forgotten");
    assertFalse(question.ask().test(new Interruptible()), "something is asked after the end");
  }

  private static void count(AtomicInteger number, boolean counts) {
    if (counts) {
      number.incrementAndGet();
    }
  }

  // ---- the questions

  /** What the story needs of one. */
  private record Asked(
      Predicate<Interruptible> ask,
      Predicate<Interruptible> settle,
      Supplier<@Nullable Interruptible> end,
      BooleanSupplier isOver) {}

  private static Asked real() {
    Question q = new Question();
    return new Asked(q::ask, q::settle, q::end, q::isOver);
  }

  private static Asked halfClosed() {
    HalfClosedQuestion q = new HalfClosedQuestion();
    return new Asked(q::ask, q::settle, q::end, q::isOver);
  }
}
