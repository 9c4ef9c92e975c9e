package dev.innkeeper.runtime.scope;

import dev.innkeeper.runtime.thread.Child;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Names;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
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
 * context class loader, and no thread-locals. On a thread of a service they work for that service,
 * as with {@code ServiceContext.openScope}. A scope does not keep what has ended: a million forks
 * in one need the memory of those that run.
 *
 * <p><b>Threads:</b> {@link #fork}, {@link #join}, {@link #join(Duration)} and {@link #close} are
 * the owner's, the thread that opened the scope; others get a {@link WrongThreadException}. {@link
 * #cancel} may be called by all. What the owner did before a fork is visible to the task, and what
 * a task did is visible to the owner after a join. <b>Interruption:</b> {@link #join} and {@link
 * #join(Duration)} throw; {@link #close} goes on and restores the flag. <b>Close:</b> cancels what
 * still runs and waits for it, for ever if it ignores interrupts. Scopes are closed in the reverse
 * of the order in which they were opened, as try-with-resources does.
 *
 * @since 0.1
 */
public final class TaskScope implements AutoCloseable {

  private static final AtomicReferenceFieldUpdater<TaskScope, @Nullable Failed> FAILURES =
      AtomicReferenceFieldUpdater.newUpdater(TaskScope.class, Failed.class, "failures");

  /** A failure, and those before it. */
  private record Failed(Throwable failure, @Nullable Failed earlier) {}

  private final ThreadScope threads;
  private final boolean failFast;

  /** The tasks' failures in a fail-fast scope, the last one first. */
  private volatile @Nullable Failed failures;

  /** The owner's alone. */
  private long forks;

  private TaskScope(String name, boolean failFast) {
    this.threads = ThreadScope.open(Names.checked("scope", name));
    this.failFast = failFast;
  }

  /**
   * Opens a scope whose {@link #join()} waits for all tasks, whatever becomes of them.
   *
   * @param name names the scope in thread dumps, and with a number its threads
   */
  public static TaskScope open(String name) {
    return new TaskScope(name, false);
  }

  /**
   * Opens a scope in which the first failure cancels the others and is thrown by {@link #join()}.
   * What a task throws because it was cancelled is not thrown.
   *
   * @param name names the scope in thread dumps, and with a number its threads
   */
  public static TaskScope openFailFast(String name) {
    return new TaskScope(name, true);
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
    Task<T> task =
        new Task<>(threads.workplace().intercepted(Objects.requireNonNull(body, "body")));
    if (threads.isCancelled()) {
      threads.ensureOwnerOfOpenScope();
      task.cancelBeforeItRan();
    } else {
      threads.fork(Thread.ofVirtual().name(threads.name() + "-" + ++forks), new Run(task));
    }
    return task;
  }

  /**
   * A task on its thread. Nobody but the scope interrupts it, and there is nothing on the thread
   * after it that an interrupt could hurt.
   */
  private final class Run extends Child implements Runnable {

    /** Cleared at the end: the entry of a thread may stay for a while, and a result be large. */
    private @Nullable Task<?> task;

    Run(Task<?> task) {
      this.task = task;
    }

    @Override
    protected Runnable takeBody() {
      return this;
    }

    @Override
    public void run() {
      Task<?> itsTask = Objects.requireNonNull(task);
      if (threads.isCancelled()) {
        itsTask.cancelBeforeItRan();
      } else {
        Ending<?> ending = itsTask.run(threads);
        if (failFast && ending.failure() != null) {
          failed(ending.causes().thrown(), ending.byInterrupt());
        }
      }
      task = null;
    }

    @Override
    protected void interrupt(TimeSource time) {
      Thread itsThread = thread();
      if (itsThread != null) {
        time.interrupt(itsThread);
      }
    }
  }

  /** What a task throws because it was cancelled is not a failure of its own. */
  private void failed(Throwable failure, boolean byInterrupt) {
    if (!byInterrupt) {
      remember(failure);
    }
    cancel();
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
    threads.join();
    throwIfFailed();
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
  public boolean join(Duration timeout) throws InterruptedException {
    boolean ended = threads.join(Objects.requireNonNull(timeout, "timeout"));
    if (ended) {
      throwIfFailed();
    }
    return ended;
  }

  private void throwIfFailed() {
    Failed last = failures;
    if (last != null) {
      Deque<Throwable> inOrder = new ArrayDeque<>();
      for (Failed f = last; f != null; f = f.earlier) {
        inOrder.addFirst(f.failure);
      }
      TaskFailedException thrown = new TaskFailedException(threads.name(), inOrder.removeFirst());
      inOrder.forEach(thrown::addSuppressed);
      throw thrown;
    }
  }

  private void remember(Throwable failure) {
    FAILURES.getAndUpdate(this, earlier -> new Failed(failure, earlier));
  }

  /** Interrupts the tasks that run, and lets no other begin. May be called from any thread. */
  public void cancel() {
    try {
      threads.cancel();
    } catch (RuntimeException e) {
      remember(e); // a channel's close handler, on this thread
    }
  }

  /**
   * Cancels what still runs and waits until it has ended, however long that takes.
   *
   * @throws WrongThreadException if the caller is not the owner
   */
  @Override
  public void close() {
    threads.close();
  }

  @Override
  public String toString() {
    return "TaskScope[" + threads.name() + ", " + threads.running() + " running]";
  }
}
