package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** In real time, without a limit on it: a wake-up that does not come hangs the test. */
class SharedWakeUpsTest {

  private static final Duration AN_HOUR = Duration.ofHours(1);

  private static final InheritableThreadLocal<Object> LOCAL = new InheritableThreadLocal<>();

  private final SharedWakeUps wakeUps = new SharedWakeUps(AN_HOUR);

  private static long in(Duration delay) {
    return System.nanoTime() + delay.toNanos();
  }

  /** As a timer does: until the time has come, whatever else has woken it. */
  private static void sleepUntil(SharedWakeUps wakeUps, long time) {
    while (System.nanoTime() - time < 0 && !Thread.currentThread().isInterrupted()) {
      wakeUps.park(wakeUps, time);
    }
  }

  @Test
  void comeToAllWhoWaitForTheSamePointAndToThoseWhoWaitForOthers() throws InterruptedException {
    long time = in(Duration.ofMillis(20));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long mine = time + (i % 3) * 1_000_000L;
      threads.add(Thread.startVirtualThread(() -> sleepUntil(wakeUps, mine)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals("SharedWakeUps[0 wait]", wakeUps.toString());
  }

  @Test
  void comeInTheOrderOfTheirTimesAlsoIfTheEarlierWasAskedForLater() throws Exception {
    LinkedBlockingQueue<String> woken = new LinkedBlockingQueue<>();
    Thread late =
        Thread.startVirtualThread(() -> {
          sleepUntil(wakeUps, in(AN_HOUR));
          woken.add("interrupted");
        });
    awaitWaiters(1);
    Thread.startVirtualThread(() -> {
      sleepUntil(wakeUps, in(Duration.ofMillis(1)));
      woken.add("in a millisecond");
    });
    assertEquals("in a millisecond", woken.take());
    late.interrupt();
    assertEquals("interrupted", woken.take());
  }

  @Test
  void areForgottenByWhoIsWokenBySomethingElse() throws InterruptedException {
    CountDownLatch back = new CountDownLatch(3);
    List<Thread> threads = new ArrayList<>();
    long time = in(AN_HOUR);
    for (int i = 0; i < 3; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            wakeUps.park(this, time);
            back.countDown();
          }));
    }
    awaitWaiters(3);
    LockSupport.unpark(threads.get(1));
    awaitWaiters(2);
    threads.get(0).interrupt();
    awaitWaiters(1);
    LockSupport.unpark(threads.get(2));
    back.await();
    assertEquals("SharedWakeUps[0 wait]", wakeUps.toString());
  }

  @Test
  void areNotWaitedForByWhoWasUnparkedBefore() {
    LockSupport.unpark(Thread.currentThread());
    wakeUps.park(this, in(AN_HOUR));
    assertEquals("SharedWakeUps[0 wait]", wakeUps.toString());
  }

  @Test
  void comeFromADaemonThatHasNothingOfWhoStartedIt() throws InterruptedException {
    WeakReference<Object> ofAUser = startWithALocal();
    Thread thread = wakeUps.thread();
    assertNotNull(thread);
    assertEquals("innkeeper/wake-ups", thread.getName());
    assertTrue(thread.isDaemon());
    assertFalse(thread.isVirtual());
    assertNull(thread.getContextClassLoader());
    while (ofAUser.get() != null) {
      System.gc();
    }
    assertTrue(thread.isAlive());
  }

  private WeakReference<Object> startWithALocal() throws InterruptedException {
    Object value = new Object();
    Thread starter =
        Thread.startVirtualThread(() -> {
          LOCAL.set(value);
          sleepUntil(wakeUps, in(Duration.ofMillis(1)));
        });
    starter.join();
    return new WeakReference<>(value);
  }

  @Test
  void needNoThreadWhenNobodyHasWaitedForAWhile() throws InterruptedException {
    SharedWakeUps brief = new SharedWakeUps(Duration.ofMillis(1));
    assertNull(brief.thread());
    Thread first = lifeOfThread(brief);
    Thread second = lifeOfThread(brief);
    assertNotSame(first, second);
  }

  private static Thread lifeOfThread(SharedWakeUps brief) throws InterruptedException {
    Thread waiter = Thread.startVirtualThread(() -> sleepUntil(brief, in(AN_HOUR)));
    Thread thread = awaitThread(brief);
    waiter.interrupt();
    thread.join();
    assertNull(brief.thread());
    return thread;
  }

  @Test
  void goOnWhenSomebodyInterruptsAllThreadsThatThereAre() throws InterruptedException {
    Thread waiter = Thread.startVirtualThread(() -> sleepUntil(wakeUps, in(AN_HOUR)));
    Thread thread = awaitThread(wakeUps);
    thread.interrupt();
    while (thread.isInterrupted()) { // it would spin
      Thread.onSpinWait();
    }
    Thread other = Thread.startVirtualThread(() -> sleepUntil(wakeUps, in(Duration.ofMillis(1))));
    other.join();
    waiter.interrupt();
    waiter.join();
  }

  private static Thread awaitThread(SharedWakeUps wakeUps) {
    Thread thread = wakeUps.thread();
    while (thread == null || !thread.isAlive()) {
      Thread.onSpinWait();
      thread = wakeUps.thread();
    }
    return thread;
  }

  private void awaitWaiters(int number) {
    while (!wakeUps.toString().equals("SharedWakeUps[" + number + " wait]")) {
      Thread.onSpinWait();
    }
  }
}
