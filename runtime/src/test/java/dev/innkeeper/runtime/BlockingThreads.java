package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.BlockingCall.call;
import static dev.innkeeper.runtime.BlockingCall.pinned;

import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/** Calls that block on another thread, a lock, a queue or the time. */
final class BlockingThreads {

  private BlockingThreads() {}

  static List<BlockingCall> all() {
    return List.of(
        call("Thread.sleep", () -> Thread.sleep(Duration.ofHours(1))),
        call("Thread.join", () -> Thread.ofVirtual().start(LockSupport::park).join()),
        pinned("Object.wait", BlockingThreads::waitForNotify),
        call("LockSupport.park", BlockingThreads::parkUntilInterrupted),
        call("Lock.lockInterruptibly", () -> heldLock().lockInterruptibly()),
        call("Lock.tryLock", () -> heldLock().tryLock(1, TimeUnit.HOURS)),
        call("Condition.await", BlockingThreads::awaitCondition),
        call("StampedLock.readLockInterruptibly", BlockingThreads::readLock),
        call("Semaphore.acquire", () -> new Semaphore(0).acquire()),
        call("CountDownLatch.await", () -> new CountDownLatch(1).await()),
        call("CyclicBarrier.await", () -> new CyclicBarrier(2).await()),
        call("Phaser.awaitAdvanceInterruptibly", () -> new Phaser(1).awaitAdvanceInterruptibly(0)),
        call("Exchanger.exchange", () -> new Exchanger<String>().exchange("mine")),
        call("ArrayBlockingQueue.take", () -> new ArrayBlockingQueue<String>(1).take()),
        call("LinkedBlockingDeque.poll", BlockingThreads::pollDeque),
        call("PriorityBlockingQueue.take", () -> new PriorityBlockingQueue<String>().take()),
        call("LinkedTransferQueue.transfer", () -> new LinkedTransferQueue<String>().transfer("x")),
        call("SynchronousQueue.put", () -> new SynchronousQueue<String>().put("x")),
        call("DelayQueue.take", () -> new DelayQueue<Delayed>().take()),
        call("CompletableFuture.get", () -> new CompletableFuture<String>().get()),
        call("FutureTask.get", () -> new FutureTask<>(() -> "never").get(1, TimeUnit.HOURS)),
        call("ForkJoinTask.get", () -> ForkJoinTask.adapt(() -> "never").get()),
        call("ExecutorService.invokeAll", BlockingThreads::invokeAll),
        call("ExecutorService.awaitTermination", BlockingThreads::awaitTermination),
        call("CompletionService.take", BlockingThreads::takeCompleted),
        call("Process.waitFor", BlockingThreads::waitForProcess),
        call("PeriodicTimer.waitForNextTick", BlockingThreads::waitForTick),
        call("the flag set again, and something thrown", BlockingThreads::throwWithTheFlagSet),
        call("the flag set again, and returned", BlockingThreads::returnWithTheFlagSet));
  }

  @SuppressWarnings({"WaitNotInLoop", "SynchronizationOnLocalVariableOrMethodParameter"})
  private static void waitForNotify() throws InterruptedException {
    Object monitor = new Object();
    synchronized (monitor) {
      monitor.wait();
    }
  }

  static void parkUntilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }

  private static ReentrantLock heldLock() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    Thread.ofVirtual().start(lock::lock).join();
    return lock;
  }

  @SuppressWarnings("WaitNotInLoop")
  private static void awaitCondition() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try {
      lock.newCondition().await();
    } finally {
      lock.unlock();
    }
  }

  private static void readLock() throws InterruptedException {
    StampedLock lock = new StampedLock();
    lock.asWriteLock().lock();
    lock.readLockInterruptibly();
  }

  private static Object pollDeque() throws InterruptedException {
    return new LinkedBlockingDeque<String>().poll(1, TimeUnit.HOURS);
  }

  private static Object invokeAll() throws InterruptedException {
    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return pool.invokeAll(List.of(BlockingThreads::sleep));
    } finally {
      pool.shutdownNow();
    }
  }

  private static Void sleep() throws InterruptedException {
    Thread.sleep(Duration.ofHours(1));
    return null;
  }

  private static boolean awaitTermination() throws InterruptedException {
    ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    try {
      pool.execute(BlockingThreads::parkUntilInterrupted);
      pool.shutdown();
      return pool.awaitTermination(1, TimeUnit.HOURS);
    } finally {
      pool.shutdownNow();
    }
  }

  private static String takeCompleted() throws Exception {
    return new ExecutorCompletionService<String>(Runnable::run).take().get();
  }

  private static void waitForProcess() throws Exception {
    Process process = new ProcessBuilder("sleep", "1000").start();
    try {
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean waitForTick() throws InterruptedException {
    try (PeriodicTimer timer = PeriodicTimer.every(Duration.ofHours(1))) {
      return timer.waitForNextTick();
    }
  }

  private static void throwWithTheFlagSet() {
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the driver lost its connection");
    }
  }

  private static void returnWithTheFlagSet() {
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
