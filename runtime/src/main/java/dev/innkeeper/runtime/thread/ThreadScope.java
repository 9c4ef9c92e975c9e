package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Names;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scope of the JDK whose threads have names of their own, wait on a {@link TimeSource}, and work
 * for whom its owner works for. What users see of it is {@code TaskScope}.
 *
 * <p>The registry of what runs is a list of entries that the owner alone adds to and takes from: an
 * entry is marked by its thread at the end, and unlinked by the owner when it has added as many as
 * were left the last time. So a fork costs an entry, and a million forks need the memory of those
 * that run.
 */
public final class ThreadScope implements AutoCloseable {

  private static final int FEWEST_BETWEEN_PRUNINGS = 64;

  /**
   * One forked thread, and its body. Entries are linked by the owner, and read by whoever cancels
   * or looks.
   */
  private final class Child implements Callable<Void> {
    private final @Nullable Interruptible interruptible;
    private final Workplace itsWorkplace;
    private @Nullable Runnable body;
    private volatile @Nullable Child next;

    /** Written by the thread when it begins. */
    private volatile @Nullable Thread thread;

    private volatile boolean ended;

    Child(Workplace itsWorkplace, @Nullable Interruptible interruptible, @Nullable Runnable body) {
      this.itsWorkplace = itsWorkplace;
      this.interruptible = interruptible;
      this.body = body;
    }

    @Override
    public Void call() {
      Runnable task = Objects.requireNonNull(body, "body");
      body = null; // an entry may stay for a while
      Thread self = Thread.currentThread();
      thread = self;
      try {
        self.setContextClassLoader(contextClassLoader);
        itsWorkplace.adopt();
        task.run();
      } finally {
        ended();
      }
      return null;
    }

    void ended() {
      ended = true;
      thread = null; // likewise, and a thread refers to what it has run
      if (live.decrementAndGet() == 0) {
        time.unpark(owner);
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

  /** Comes before the oldest, and is none itself. */
  private final Child head;

  /** How many have not ended. The last one wakes the owner. */
  private final AtomicLong live = new AtomicLong();

  /** Written before the entries are read: a child that {@link #cancel} misses, sees this. */
  private volatile boolean cancelled;

  /** Written by the owner, read by who looks for the thread that is stuck. */
  private volatile boolean ownerWaits;

  // The owner's alone:
  private Child newest;
  private int addedSincePruning;
  private int leftByPruning;
  private boolean closed;
  private String nextName = "";
  private boolean nextIsPlatform;
  private @Nullable Thread nextThread;
  private @Nullable Runnable nextBody;

  private ThreadScope(String name, Workplace workplace, @Nullable ClassLoader contextClassLoader) {
    this.name = Objects.requireNonNull(name, "name");
    this.workplace = workplace;
    this.time = workplace.time();
    this.contextClassLoader = contextClassLoader;
    this.head = new Child(workplace, null, null);
    this.newest = head;
    this.jdk = JdkScope.open(name, this::newThread);
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

  /**
   * Runs {@code body} on a new thread, a virtual one or a daemon. The body sees by {@link
   * #isCancelled} that it is not to begin.
   *
   * @param interruptible what {@link #cancel} interrupts; null: nothing
   * @return the thread
   */
  public Thread fork(
      String threadName,
      boolean onPlatformThread,
      @Nullable Interruptible interruptible,
      Runnable body) {
    return fork(threadName, onPlatformThread, workplace, interruptible, body);
  }

  /** As {@link #fork}, for a thread that works at another workplace. */
  public Thread fork(
      String threadName,
      boolean onPlatformThread,
      Workplace itsWorkplace,
      @Nullable Interruptible interruptible,
      Runnable body) {
    ensureOwnerOfOpenScope();
    pruneIfWorthIt();
    Child child = new Child(itsWorkplace, interruptible, body);
    nextName = threadName;
    nextIsPlatform = onPlatformThread;
    newest.next = child;
    newest = child;
    addedSincePruning++;
    live.incrementAndGet();
    try {
      jdk.fork(child);
      return Objects.requireNonNull(nextThread);
    } catch (Throwable t) {
      if (nextBody != null) {
        time.dismiss(nextBody);
      }
      child.ended();
      throw t;
    } finally {
      nextBody = null;
      nextThread = null;
    }
  }

  /** As {@link #fork}: {@code body} is interrupted when the scope is cancelled, and as a whole. */
  public void forkInterruptible(String threadName, boolean onPlatformThread, Runnable body) {
    forkInterruptible(threadName, onPlatformThread, new Interruptible(), body);
  }

  /** As above, and {@code whole} is what is interrupted. */
  public void forkInterruptible(
      String threadName, boolean onPlatformThread, Interruptible whole, Runnable body) {
    Thread unused =
        fork(
            threadName,
            onPlatformThread,
            whole,
            () -> {
              whole.begin();
              try {
                body.run();
              } finally {
                whole.end(time);
              }
            });
  }

  /** Called back by the JDK within {@link #fork}, on the owner's thread. */
  private Thread newThread(Runnable body) {
    Runnable enlisted = time.enlist(body);
    nextBody = enlisted;
    Thread.Builder builder = nextIsPlatform ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    Thread thread =
        builder.name(nextName).inheritInheritableThreadLocals(false).unstarted(enlisted);
    nextThread = thread;
    return thread;
  }

  /** Unlinks those that have ended. Whoever reads an entry that is unlinked reads on from there. */
  private void pruneIfWorthIt() {
    if (addedSincePruning < Math.max(FEWEST_BETWEEN_PRUNINGS, leftByPruning)) {
      return;
    }
    addedSincePruning = 0;
    leftByPruning = 0;
    newest = head;
    for (Child c = head.next; c != null; c = c.next) {
      if (!c.ended) {
        newest.next = c;
        newest = c;
        leftByPruning++;
      }
    }
    newest.next = null;
  }

  /** Waits until all have ended. Woken by the last one, or an interrupt. */
  public void join() throws InterruptedException {
    awaitAll(null);
  }

  /** Waits until all have ended, but no longer than {@code timeout}; returns whether they have. */
  public boolean join(Duration timeout) throws InterruptedException {
    return awaitAll(time.nanoTimeAfter(timeout));
  }

  private boolean awaitAll(@Nullable Long deadline) throws InterruptedException {
    ensureOwnerOfOpenScope();
    ownerWaits = true;
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (live.get() == 0) {
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
    } finally {
      ownerWaits = false;
    }
  }

  /** Interrupts what runs, and lets nothing else begin. From any thread. */
  public void cancel() {
    cancelled = true;
    RuntimeException failure = null;
    for (Child c = head.next; c != null; c = c.next) {
      if (!c.ended && c.interruptible != null) {
        try {
          c.interruptible.interrupt(time);
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

  /** Cancels, and waits until all have ended, however long that takes. */
  @Override
  public void close() {
    ensureOwner();
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    ownerWaits = true;
    cancelQuietly();
    while (live.get() > 0) {
      time.park(this);
      interrupted |= Thread.interrupted();
    }
    try {
      closeWhenEmpty();
    } finally {
      workplace.scopes().closed(outer);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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

  /** How many of its threads have not ended. */
  public long running() {
    return live.get();
  }

  public @Nullable ThreadScope outer() {
    return outer;
  }

  boolean ownerWaits() {
    return ownerWaits;
  }

  /** The threads that have begun and not ended, the oldest first. */
  public Stream<Thread> threads() {
    return Stream.iterate(head.next, Objects::nonNull, c -> c.next)
        .flatMap(c -> Stream.ofNullable(c.thread));
  }
}
