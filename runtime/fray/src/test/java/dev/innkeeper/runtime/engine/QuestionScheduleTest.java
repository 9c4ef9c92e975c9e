package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuestionScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(QuestionStory story) {
    Schedules.pass(story);
  }

  @Test
  void anEndThatAnAnswerUndoesIsForgotten() throws Exception {
    Changed changed =
        Changed.in(
            Question.class,
            "return asked.compareAndSet(call, null);",
            "return call.equals(asked.getAndSet(null));");
    Throwable found =
        Schedules.find("an end that an answer undoes", changed.of(QuestionStory.ONE_TAKES));
    assertInstanceOf(AssertionError.class, found);
  }
}
