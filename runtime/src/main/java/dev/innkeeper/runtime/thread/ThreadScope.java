package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Names;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scope of the JDK whose threads have names of their own, wait on a {@link TimeSource}, and work
 * for whom its owner works for. What users see of it is {@code TaskScope}.
 */
public final class ThreadScope implements AutoCloseable, Ending.Interrupter {

  private static final AtomicIntegerFieldUpdater<ThreadScope> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(ThreadScope.class, "ended");

  /** One call of {@link #fork}: makes the thread, which the JDK asks for within it. */
  private final class Forking implements ThreadFactory {
    private final Thread.Builder builder;
    private final Child child;
    private @Nullable Runnable enlisted;

    Forking(Thread.Builder builder, Child child) {
      this.builder = builder;
      this.child = child;
    }

    @Override
    public Thread newThread(Runnable body) {
      dismiss(); // the JDK may have refused the one before
      Runnable itsBody = time.enlist(body);
      enlisted = itsBody;
      Thread thread = builder.inheritInheritableThreadLocals(false).unstarted(itsBody);
      child.hasThread(thread);
      return thread;
    }

    void failed() {
      dismiss();
      child.hasThread(null);
      hasEnded();
    }

    private void dismiss() {
      if (enlisted != null) {
        time.dismiss(enlisted);
        enlisted = null;
      }
    }
  }

  /** A body that is no task of a user's. */
  private static final class Body extends Child {
    private final @Nullable Interruptible whole;
    private @Nullable Runnable body;

    Body(Runnable body, @Nullable Interruptible whole) {
      this.body = body;
      this.whole = whole;
    }

    @Override
    protected Runnable takeBody() {
      Runnable taken = Objects.requireNonNull(body, "body");
      body = null;
      return taken;
    }

    @Override
    protected void interrupt(TimeSource time) {
      if (whole != null) {
        whole.interrupt(time);
      }
    }
  }

  private final String name;
  private final Workplace workplace;
  private final TimeSource time;
  private final @Nullable ClassLoader contextClassLoader;
  private final Thread owner = Thread.currentThread();
  private final JdkScope jdk;

  /** The one that its owner had opened before it. */
  private final @Nullable ThreadScope outer;

  private final Children children = new Children();

  /** How many threads were forked. Written by the owner; others read it while the owner waits. */
  private int forked;

  /** How many of them have ended. */
  private volatile int ended;

  /** Written before the entries are read: a child that {@link #cancel} misses, sees this. */
  private volatile boolean cancelled;

  /** Written by the owner: before it looks at {@link #ended}, so the last one to end wakes it. */
  private volatile boolean ownerWaits;

  /** The owner's alone. */
  private boolean closed;

  private ThreadScope(String name, Workplace workplace, @Nullable ClassLoader contextClassLoader) {
    this.name = Objects.requireNonNull(name, "name");
    this.workplace = workplace;
    this.time = workplace.time();
    this.contextClassLoader = contextClassLoader;
    this.jdk = JdkScope.open(name);
    this.outer = workplace.scopes().opened(this);
  }

  /** A scope owned by the calling thread, whose threads work for whom it works for. */
  public static ThreadScope open(String name) {
    return open(name, Workplace.current());
  }

  /** A scope owned by the calling thread, whose threads work at {@code workplace}. */
  public static ThreadScope open(String name, Workplace workplace) {
    return open(name, workplace, Thread.currentThread().getContextClassLoader());
  }

  /** As {@link #open(String, Workplace)}, with this context class loader. */
  public static ThreadScope open(
      String name, Workplace workplace, @Nullable ClassLoader contextClassLoader) {
    return new ThreadScope(name, workplace, contextClassLoader);
  }

  /** For a daemon, or a virtual thread. */
  public static Thread.Builder threadNamed(String threadName, boolean onPlatform) {
    Thread.Builder builder = onPlatform ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    return builder.name(threadName);
  }

  /**
   * Runs {@code child} on a new thread. It sees by {@link #isCancelled} that it is not to begin.
   */
  public void fork(Thread.Builder thread, Child child) {
    ensureOwnerOfOpenScope();
    child.belongsTo(this);
    children.add(child);
    forked++;
    Forking forking = new Forking(thread, child);
    try {
      jdk.fork(child, forking);
    } catch (Throwable t) {
      forking.failed();
      throw t;
    }
  }

  /** As {@link #fork}, and nothing interrupts it. */
  public void forkUninterruptible(Thread.Builder thread, Runnable body) {
    fork(thread, new Body(body, null));
  }

  /** As {@link #fork}: {@code body} is interrupted when the scope is cancelled, and as a whole. */
  public void forkInterruptible(Thread.Builder thread, Runnable body) {
    forkInterruptible(thread, new Interruptible(), body);
  }

  /** As above, and {@code whole} is what is interrupted. */
  public void forkInterruptible(Thread.Builder thread, Interruptible whole, Runnable body) {
    Runnable asAWhole =
        () -> {
          whole.begin();
          try {
            body.run();
          } finally {
            whole.end(time);
          }
        };
    fork(thread, new Body(asAWhole, whole));
  }

  // ---- on the thread of a child

  /** Puts the thread where its owner works. */
  void begins(Child child) {
    Thread.currentThread().setContextClassLoader(contextClassLoader);
    child.workplace(workplace).adopt();
  }

  /** The last one wakes the owner, if it waits. */
  void hasEnded() {
    int now = ENDED.incrementAndGet(this);
    if (ownerWaits && now == forked) {
      time.unpark(owner);
    }
  }

  // ---- the owner's again

  /** Waits until all have ended. */
  public void join() throws InterruptedException {
    ensureOwnerOfOpenScope();
    ownerWaits = true;
    try {
      time.await(this, this::isEmpty);
    } finally {
      ownerWaits = false;
    }
  }

  /** Waits until all have ended, but no longer than {@code timeout}; returns whether they have. */
  public boolean join(Duration timeout) throws InterruptedException {
    long deadline = time.nanoTimeAfter(timeout);
    ensureOwnerOfOpenScope();
    ownerWaits = true;
    try {
      return time.await(this, deadline, this::isEmpty);
    } finally {
      ownerWaits = false;
    }
  }

  private boolean isEmpty() {
    return ended == forked;
  }

  /** Interrupts what runs, and lets nothing else begin. From any thread. */
  public void cancel() {
    cancelled = true;
    RuntimeException failure = null;
    for (Child c = children.oldest(); c != null; c = c.next()) {
      if (c.thread() != null) {
        try {
          c.interrupt(time);
        } catch (RuntimeException e) { // a channel's close handler; the others are interrupted, too
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean hasInterrupted() {
    return cancelled;
  }

  /** Cancels, and waits until all have ended, however long that takes. */
  @Override
  public void close() {
    ensureOwner();
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    if (!isEmpty()) {
      ownerWaits = true;
      cancelQuietly();
      time.awaitUninterruptibly(this, this::isEmpty);
    }
    interrupted |= Thread.interrupted();
    try {
      closeWhenEmpty();
    } finally {
      workplace.scopes().closed(outer);
      InterruptFlag.restore(interrupted);
    }
  }

  private void cancelQuietly() {
    try {
      cancel();
    } catch (RuntimeException e) {
      return; // what a channel's close handler throws on this thread; its task hears of the rest
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

  /** Throws unless the calling thread may fork in it. */
  public void ensureOwnerOfOpenScope() {
    ensureOwner();
    if (closed) {
      throw new IllegalStateException("scope '" + name + "' is closed: fork in another one");
    }
  }

  private void ensureOwner() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "scope '"
              + name
              + "' belongs to "
              + Names.ofThread(owner)
              + ", and was used by "
              + Names.ofThread(Thread.currentThread())
              + ": other threads may only call cancel(), and open scopes of their own");
    }
  }

  public String name() {
    return name;
  }

  public Workplace workplace() {
    return workplace;
  }

  /** How many of its threads have not ended; on other threads than the owner's, about. */
  public int running() {
    return forked - ended;
  }

  boolean isOwnedBy(Thread thread) {
    return thread == owner;
  }

  /** Whether its owner waits for its threads, in {@link #join} or {@link #close}. */
  boolean isAwaited() {
    return ownerWaits;
  }

  @Nullable ThreadScope outer() {
    return outer;
  }

  /** The threads that have not ended, the oldest first. */
  public Stream<Thread> threads() {
    return Stream.iterate(children.oldest(), Objects::nonNull, Child::next)
        .flatMap(c -> Stream.ofNullable(c.thread()));
  }
}
