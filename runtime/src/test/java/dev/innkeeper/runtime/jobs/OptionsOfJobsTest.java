package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.settings.Group;
import dev.innkeeper.runtime.settings.Keys;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each key of a queue, a job or a scheduler stands for an option, and none for two. */
class OptionsOfJobsTest {

  @Test
  void haveAllKeys() {
    assertEquals(Set.copyOf(Keys.of(Group.QUEUES)), Set.copyOf(QueueChoices.OPTIONS.keys()));
    assertEquals(Set.copyOf(Keys.of(Group.JOBS)), Set.copyOf(RecurringChoices.OPTIONS.keys()));
    assertEquals(
        Set.copyOf(Keys.of(Group.SCHEDULERS)), Set.copyOf(SchedulerChoices.OPTIONS.keys()));
  }
}
