package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LastWordScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(LastWordStory story) {
    Schedules.pass(story);
  }

  @Test
  void aWordThatIsToldOnceMayBeToldTooLate() throws Exception {
    Changed changed = Changed.in(LastWord.class, "} while (told != said);", "} while (false);");
    Throwable found = Schedules.find("a word that is told once", changed.of(LastWordStory.TWO_SAY));
    assertInstanceOf(AssertionError.class, found);
  }
}
