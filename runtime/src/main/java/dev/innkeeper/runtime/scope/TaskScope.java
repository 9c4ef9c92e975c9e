package dev.innkeeper.runtime.scope;

import dev.innkeeper.runtime.thread.Names;
import dev.innkeeper.runtime.thread.ThreadScope;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private final ThreadScope threads;
  private final boolean failFast;

  /** Filled by the tasks of a fail-fast scope, in the order in which they failed. */
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

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
      String name = threads.name() + "-" + ++forks;
      Thread unused = threads.fork(name, false, task.interruptible(), () -> run(task));
    }
    return task;
  }

  private void run(Task<?> task) {
    if (threads.isCancelled()) {
      task.cancelBeforeItRan();
      return;
    }
    boolean byInterrupt = task.run(threads.workplace());
    if (failFast && task.state() == Task.State.FAILED) {
      failed(task.failure(), byInterrupt);
    }
  }

  /** What a task throws because it was cancelled is not a failure of its own. */
  private void failed(Throwable failure, boolean byInterrupt) {
    if (!byInterrupt) {
      failures.add(failure);
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
    Throwable first = failures.peek();
    if (first != null) {
      TaskFailedException thrown = new TaskFailedException(threads.name(), first);
      failures.stream().skip(1).forEach(thrown::addSuppressed);
      throw thrown;
    }
  }

  /** Interrupts the tasks that run, and lets no other begin. May be called from any thread. */
  public void cancel() {
    try {
      threads.cancel();
    } catch (RuntimeException e) {
      failures.add(e); // a channel's close handler, on this thread
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
