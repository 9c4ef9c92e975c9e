package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When there is no more time, the call in progress is interrupted, and each later one is. */
class CallsInTimeScheduleTest {

  @Test
  void noCallMissesTheEndOfTheTime() {
    Schedules.pass(
        "no call misses the end of the time", () -> callsEnd(CallsInTimeScheduleTest::real));
  }

  @Test
  void aCallThatLooksFirstMissesIt() {
    Throwable found =
        Schedules.find(
            "planted: a call that looks for the time before it is seen",
            () -> callsEnd(CallsInTimeScheduleTest::lookingFirst));
    assertNotNull(found);
  }

  // ---- the story

  /** The first call ends by itself, the second one when it is interrupted. */
  private static void callsEnd(Supplier<Calls> kind) throws InterruptedException {
    Calls calls = kind.get();
    new Cast()
        .with(
            "caller",
            () -> {
              make(calls, new CountDownLatch(0));
              make(calls, new CountDownLatch(1));
            })
        .with(
            "clock",
            () -> {
              CountDownLatch inProgress = calls.expire().get();
              if (inProgress != null) {
                inProgress.countDown();
              }
            })
        .play();
  }

  private static void make(Calls calls, CountDownLatch interrupt) throws InterruptedException {
    if (!calls.begin().test(interrupt)) {
      interrupt.countDown();
    }
    interrupt.await();
    calls.end().run();
  }

  // ---- the calls

  /** What the story needs of them. */
  private record Calls(
      Predicate<CountDownLatch> begin, Runnable end, Supplier<@Nullable CountDownLatch> expire) {}

  private static Calls real() {
    CallsInTime<CountDownLatch> c = new CallsInTime<>();
    return new Calls(c::begin, c::end, c::expire);
  }

  private static Calls lookingFirst() {
    LookingFirstCalls<CountDownLatch> c = new LookingFirstCalls<>();
    return new Calls(c::begin, c::end, c::expire);
  }
}
