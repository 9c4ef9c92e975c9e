package dev.innkeeper.runtime;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group of virtual threads that ends before the block that opened it does.
 *
 * <pre>{@code
 * try (TaskScope scope = TaskScope.openFailFast("quote")) {
 *   Task<Price> price = scope.fork(() -> fetchPrice(item));
 *   Task<Stock> stock = scope.fork(() -> fetchStock(item));
 *   scope.join();                                     // throws if one of them failed
 *   return new Quote(price.result(), stock.result());
 * }
 * }</pre>
 *
 * <p>It is the JDK's {@code StructuredTaskScope} (JEP 453 and its successors) with one behaviour on
 * JDK 21 to 28 and without a flag: its threads inherit the scoped values of the thread that opens
 * it and stand under it in {@code jcmd <pid> Thread.dump_to_file -format=json}. They inherit the
 * context class loader, and no thread-locals. A scope does not keep what has ended: a million forks
 * in one need the memory of those that run.
 *
 * <p><b>Threads:</b> {@link #fork}, {@link #join}, {@link #joinUntil} and {@link #close} are the
 * owner's, the thread that opened the scope; others get a {@link WrongThreadException}. {@link
 * #cancel} may be called by all. What the owner did before a fork is visible to the task, and what
 * a task did is visible to the owner after a join. <b>Interruption:</b> {@link #join} and {@link
 * #joinUntil} throw; {@link #close} goes on and restores the flag. <b>Close:</b> cancels what still
 * runs and waits for it, for ever if it ignores interrupts. Scopes are closed in the reverse of the
 * order in which they were opened, as try-with-resources does.
 *
 * @since 0.1
 */
public final class TaskScope implements AutoCloseable {

  private final String name;
  private final TimeSource time;
  private final Thread owner = Thread.currentThread();
  private final Inherited inherited;
  private final boolean failFast;

  /** Who looks for open scopes; null: nobody does. */
  private final @Nullable Set<TaskScope> openScopes;

  private final JdkScope jdk;

  /**
   * Those that have not ended, by number: the owner adds, each removes itself, whoever cancels
   * reads.
   */
  private final ConcurrentNavigableMap<Long, Task<?>> running = new ConcurrentSkipListMap<>();

  /** How many have not ended. The last one wakes the owner. */
  private final AtomicLong live = new AtomicLong();

  /** Filled by the tasks of a fail-fast scope, in the order in which they failed. */
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /**
   * Written before {@link #running} is read: a task that {@link #cancel} did not see, sees this.
   */
  private volatile boolean cancelled;

  /** Written by the owner, read by who looks for the thread that is stuck. */
  private volatile boolean ownerWaits;

  // The owner's alone:
  private long forks;
  private boolean closed;
  private String nextThreadName = "";
  private boolean nextThreadIsPlatform;
  private @Nullable Runnable nextThreadBody;

  private TaskScope(
      String name,
      TimeSource time,
      boolean failFast,
      Inherited inherited,
      @Nullable Set<TaskScope> openScopes) {
    this.name = Objects.requireNonNull(name, "name");
    this.time = time;
    this.failFast = failFast;
    this.inherited = inherited;
    this.openScopes = openScopes;
    this.jdk = JdkScope.open(name, this::newThread);
    if (openScopes != null) {
      openScopes.add(this);
    }
  }

  /**
   * Opens a scope whose {@link #join()} waits for all tasks, whatever becomes of them.
   *
   * @param name names the scope in thread dumps, and with a number its threads
   */
  public static TaskScope open(String name) {
    return open(name, TimeSource.system());
  }

  /**
   * Opens a scope in which the first failure cancels the others and is thrown by {@link #join()}.
   *
   * @param name names the scope in thread dumps, and with a number its threads
   */
  public static TaskScope openFailFast(String name) {
    return new TaskScope(name, TimeSource.system(), true, Inherited.fromThisThread(), null);
  }

  static TaskScope open(String name, TimeSource time) {
    return new TaskScope(name, time, false, Inherited.fromThisThread(), null);
  }

  /** The scope is in {@code openScopes} until all its threads have ended. */
  static TaskScope open(
      String name, TimeSource time, Inherited inherited, Set<TaskScope> openScopes) {
    return new TaskScope(name, time, false, inherited, openScopes);
  }

  /**
   * Runs {@code body} on a new virtual thread. In a cancelled scope it does not run, and the task
   * is {@link Task.State#CANCELLED}.
   *
   * @throws WrongThreadException if the caller is not the owner
   * @throws IllegalStateException if the scope is closed
   * @throws RuntimeException {@code StructureViolationException}, if scoped values were bound since
   *     the scope was opened: open the scope inside the binding
   */
  public <T extends @Nullable Object> Task<T> fork(Callable<? extends T> body) {
    Callable<? extends T> decorated = inherited.decorated(Objects.requireNonNull(body, "body"));
    return fork(name + "-" + (forks + 1), false, decorated);
  }

  /** On a thread with this name; a platform thread is a daemon. */
  <T extends @Nullable Object> Task<T> fork(
      String threadName, boolean onPlatformThread, Callable<? extends T> body) {
    ensureOwnerOfOpenScope();
    nextThreadIsPlatform = onPlatformThread;
    Task<T> task = new Task<>(body);
    if (cancelled) {
      task.cancelBeforeItRan();
    } else {
      start(++forks, threadName, task);
    }
    return task;
  }

  private void start(long number, String threadName, Task<?> task) {
    nextThreadName = threadName;
    running.put(number, task);
    live.incrementAndGet();
    try {
      jdk.fork(() -> {
        run(number, task);
        return null;
      });
    } catch (Throwable t) {
      if (nextThreadBody != null) {
        time.dismiss(nextThreadBody);
      }
      ended(number);
      throw t;
    } finally {
      nextThreadBody = null;
    }
  }

  /** Called back by the JDK within {@link #start}, on the owner's thread. */
  private Thread newThread(Runnable body) {
    nextThreadBody = time.enlist(body);
    Thread.Builder builder =
        nextThreadIsPlatform ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    Thread thread =
        builder
            .name(nextThreadName)
            .inheritInheritableThreadLocals(false)
            .unstarted(nextThreadBody);
    return thread;
  }

  private void run(long number, Task<?> task) {
    try {
      inherited.adopt();
      if (cancelled) {
        task.cancelBeforeItRan();
      } else {
        task.run(time);
      }
      if (failFast && task.state() == Task.State.FAILED) {
        failed(task.failure());
      }
    } finally {
      ended(number);
    }
  }

  /** What a task throws because a sibling's failure interrupted it is not a failure of its own. */
  private void failed(Throwable failure) {
    if (!cancelled || !Interruptions.isOne(failure)) {
      failures.add(failure);
    }
    cancel();
  }

  private void ended(long number) {
    running.remove(number);
    if (live.decrementAndGet() == 0) {
      time.unpark(owner);
    }
  }

  /**
   * Waits until all tasks have ended. More may be forked afterwards.
   *
   * @throws TaskFailedException in a fail-fast scope, if a task failed
   * @throws InterruptedException if interrupted before or while it waits; the tasks run on
   * @throws WrongThreadException if the caller is not the owner
   * @throws IllegalStateException if the scope is closed
   */
  public void join() throws InterruptedException {
    awaitTasks(null);
  }

  /**
   * Waits until all tasks have ended, but no longer than {@code timeout}; those that have not run
   * on.
   *
   * @return whether all have ended
   * @throws TaskFailedException in a fail-fast scope, if all have ended and a task failed
   * @throws InterruptedException if interrupted before or while it waits; the tasks run on
   * @throws WrongThreadException if the caller is not the owner
   * @throws IllegalStateException if the scope is closed
   */
  public boolean joinUntil(Duration timeout) throws InterruptedException {
    return awaitTasks(time.nanoTimeAfter(timeout));
  }

  /** Woken by the last task, an interrupt, or the deadline; null: as long as it takes. */
  private boolean awaitTasks(@Nullable Long deadline) throws InterruptedException {
    ensureOwnerOfOpenScope();
    ownerWaits = true;
    try {
      return awaitTasksUntil(deadline);
    } finally {
      ownerWaits = false;
    }
  }

  private boolean awaitTasksUntil(@Nullable Long deadline) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (live.get() == 0) {
        throwIfFailed();
        return true;
      }
      if (deadline == null) {
        time.park(this);
      } else if (time.nanoTime() - deadline < 0) {
        time.parkUntil(this, deadline);
      } else {
        return false;
      }
    }
  }

  private void throwIfFailed() {
    Throwable first = failures.peek();
    if (first != null) {
      TaskFailedException thrown = new TaskFailedException(name, first);
      failures.stream().skip(1).forEach(thrown::addSuppressed);
      throw thrown;
    }
  }

  /** Interrupts the tasks that run, and lets no other begin. May be called from any thread. */
  public void cancel() {
    cancelled = true;
    running.values().forEach(this::interrupt);
  }

  /** A channel's close handler may throw; the other tasks are interrupted all the same. */
  private void interrupt(Task<?> task) {
    try {
      task.interruptible().interrupt(time);
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  /**
   * Cancels what still runs and waits until it has ended, however long that takes.
   *
   * @throws WrongThreadException if the caller is not the owner
   */
  @Override
  public void close() {
    ensureOwner();
    if (closed) {
      return;
    }
    closed = true;
    cancel();
    boolean interrupted = Thread.interrupted();
    ownerWaits = true;
    while (live.get() > 0) {
      time.park(this);
      interrupted |= Thread.interrupted();
    }
    try {
      closeWhenEmpty();
    } finally {
      if (openScopes != null) {
        openScopes.remove(this);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The threads are on their way out; an interrupt that comes now is kept by the JDK's close. */
  private void closeWhenEmpty() {
    try {
      jdk.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    jdk.close();
  }

  private void ensureOwnerOfOpenScope() {
    ensureOwner();
    if (closed) {
      throw new IllegalStateException("scope '" + name + "' is closed");
    }
  }

  private void ensureOwner() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "scope '"
              + name
              + "' belongs to thread '"
              + owner.getName()
              + "', and '"
              + Thread.currentThread().getName()
              + "' is another; only cancel() is for all");
    }
  }

  /** Whether {@code thread} owns this scope and waits for its tasks. */
  boolean isAwaitedBy(Thread thread) {
    return owner == thread && ownerWaits;
  }

  /** The threads of the tasks that have begun and not ended. */
  Stream<Thread> threads() {
    return running.values().stream()
        .map(task -> task.interruptible().thread())
        .filter(Objects::nonNull);
  }

  @Override
  public String toString() {
    return "TaskScope[" + name + ", " + live.get() + " running]";
  }
}
