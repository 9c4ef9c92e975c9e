package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class JobEndScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(JobEndStory story) {
    Schedules.pass(story);
  }

  @Test
  void aWaiterThatIsWokenBeforeTheEndIsShownSleepsOn() throws Exception {
    Changed changed =
        Changed.in(
            JobEnd.class,
            "void tell() { shown = outcome; JobObserver<R> last = observersToTell();"
                + " if (last == null) { return; } wakeFrom(last);",
            "void tell() { JobObserver<R> last = observersToTell(); wakeFrom(last);"
                + " shown = outcome; if (last == null) { return; }");
    Throwable found =
        Schedules.find(
            "a handle that wakes before it shows the end", changed.of(JobEndStory.TWO_AWAIT));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aCallbackThatComesBetweenTwoStepsIsForgotten() throws Exception {
    Changed changed =
        Changed.in(
            JobEnd.class,
            "return OBSERVERS.getAndSet(this, TOLD);",
            "JobObserver<R> last = observers; observers = (JobObserver<R>) TOLD; return last;");
    Throwable found =
        Schedules.find(
            "a handle that takes its callbacks in two steps",
            changed.of(JobEndStory.CALLBACKS_COME));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void anEndThatIsDecidedInTwoStepsComesTwice() throws Exception {
    Changed changed =
        Changed.in(
            JobEnd.class,
            "return OUTCOME.compareAndSet(this, null, how);",
            "if (outcome != null) { return false; } outcome = how; return true;");
    Throwable found =
        Schedules.find("a handle that ends in two steps", changed.of(JobEndStory.TWO_END));
    assertInstanceOf(AssertionError.class, found);
  }
}
