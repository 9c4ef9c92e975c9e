package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class SignalScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(SignalStory story) {
    Schedules.pass(story);
  }

  @Test
  void aWaiterThatEntersAfterItHasLookedSleepsOn() throws Exception {
    Changed changed =
        Changed.in(
            Signal.class,
            """
            public void await() throws InterruptedException {
              long ticket = enter();
              try {
            """,
            """
            public void await() throws InterruptedException {
              if (raised) {
                return;
              }
              long ticket = enter();
              try {
                time.park(this);
            """);
    Throwable found =
        Schedules.find("a signal that looks before it enters", changed.of(SignalStory.ONE_WAITS));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aWaiterThatIsForgottenWhenAnotherComesSleepsOn() throws Exception {
    Changed changed =
        Changed.in(Signal.class, "first, new Waiters(first)", "first, new Waiters(self)");
    Throwable found =
        Schedules.find("a signal that forgets the first waiter", changed.of(SignalStory.TWO_WAIT));
    assertInstanceOf(DeadlockException.class, found);
  }
}
