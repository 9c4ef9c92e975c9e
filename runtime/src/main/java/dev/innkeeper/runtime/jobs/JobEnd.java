package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job, or a run, as far as it ends once, and those who wait for it are told. Between its end and
 * {@link #tell} nobody sees that.
 */
abstract class JobEnd<R extends @Nullable Object> implements JobHandle<R> {

  /** How a job ends. */
  record Outcome<R extends @Nullable Object>(
      State state, @Nullable R result, @Nullable Throwable failure) {

    private static final Outcome<?> DONE = new Outcome<>(State.SUCCEEDED, null, null);

    @SuppressWarnings("unchecked") // it holds no R
    static <R extends @Nullable Object> Outcome<R> succeeded(R result) {
      return result == null ? (Outcome<R>) DONE : new Outcome<>(State.SUCCEEDED, result, null);
    }

    static <R extends @Nullable Object> Outcome<R> failed(Throwable failure) {
      return new Outcome<>(State.FAILED, null, failure);
    }

    static <R extends @Nullable Object> Outcome<R> handedBack() {
      return new Outcome<>(State.HANDED_BACK, null, null);
    }
  }

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<JobEnd, @Nullable Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(JobEnd.class, Outcome.class, "outcome");

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<JobEnd, @Nullable JobObserver> OBSERVERS =
      AtomicReferenceFieldUpdater.newUpdater(JobEnd.class, JobObserver.class, "observers");

  /** In the place of {@link #observers} when they were told. */
  private static final JobObserver<?> TOLD = new JobObserver<>(null, false, handle -> {});

  /** Written once: of all that would end the job, one does. */
  private volatile @Nullable Outcome<R> outcome;

  /** The outcome, for users: written when they may see it. */
  private volatile @Nullable Outcome<R> shown;

  /**
   * Written by a thread that has seen the end after waiting for it, or the failure; by {@link
   * #tell}, too.
   */
  private volatile boolean seen;

  /** Those to be told, the last first; {@link #TOLD} when they were. */
  private volatile @Nullable JobObserver<R> observers;

  abstract TimeSource time();

  /** Whether it is being run, as long as nobody sees its end. */
  abstract boolean isRunning();

  /** A callback has thrown. */
  abstract void callbackFailed(Throwable thrown);

  // ---- for those who end it

  /** Each returns whether it is this that ended the job; {@link #tell} is owed then. */
  boolean succeed(R result) {
    return end(Outcome.succeeded(result));
  }

  boolean fail(Throwable failure) {
    return end(Outcome.failed(failure));
  }

  boolean handBack() {
    return end(Outcome.handedBack());
  }

  /** As these; how it ends was made before it was decided that it does. */
  boolean end(Outcome<R> how) {
    boolean first = endUnseen(how);
    if (first) {
      shown = how;
    }
    return first;
  }

  /** As {@link #end}, but nobody else sees it before {@link #tell}. */
  boolean endUnseen(Outcome<R> how) {
    return OUTCOME.compareAndSet(this, null, how);
  }

  /** Whether it is known how it ended, even if nobody sees that yet. */
  final boolean hasOutcome() {
    return outcome != null;
  }

  /** Shows the end, and wakes the threads that wait for it. */
  void wake() {
    shown = outcome;
    wakeFrom(observers);
  }

  /** Wakes the threads that wait for the end, then makes the callbacks. */
  void tell() {
    shown = outcome;
    JobObserver<R> last = observersToTell();
    if (last == null) {
      return;
    }
    wakeFrom(last);
    List<JobObserver<R>> present = new ArrayList<>();
    for (JobObserver<R> o = last; o != null; o = o.next) {
      if (!o.gone) {
        present.add(o);
      }
    }
    Collections.reverse(present);
    present.forEach(observer -> call(observer.callback));
    if (present.stream().anyMatch(observer -> observer.takesFailure)) {
      seen = true;
    }
  }

  @SuppressWarnings("unchecked")
  private @Nullable JobObserver<R> observersToTell() {
    return OBSERVERS.getAndSet(this, TOLD);
  }

  /** Whether a failure is in good hands: somebody has seen it, or was told and takes it. */
  boolean isSeen() {
    return seen;
  }

  private void wakeFrom(@Nullable JobObserver<R> last) {
    for (JobObserver<R> o = last; o != null; o = o.next) {
      if (o.waiting != null) {
        time().unpark(o.waiting);
      }
    }
  }

  private void call(Consumer<? super JobHandle<R>> callback) {
    try {
      callback.accept(this);
    } catch (Throwable t) {
      callbackFailed(t);
    }
  }

  // ---- for users

  @Override
  public State state() {
    Outcome<R> ended = shown;
    if (ended != null) {
      return ended.state;
    }
    return isRunning() ? State.RUNNING : State.WAITING;
  }

  @Override
  public boolean isDone() {
    return shown != null;
  }

  @SuppressWarnings("NullAway") // null exactly where R may be
  @Override
  public R result() {
    Outcome<R> ended = shown;
    if (ended == null || ended.state != State.SUCCEEDED) {
      throw new IllegalStateException(
          "job " + id() + " has no result: it is " + state() + "; await() waits for its end",
          ended == null ? null : ended.failure);
    }
    return ended.result;
  }

  @Override
  public Throwable failure() {
    Outcome<R> ended = shown;
    if (ended == null || ended.state != State.FAILED) {
      throw new IllegalStateException("job " + id() + " has no failure: it is " + state());
    }
    seen = true;
    return Objects.requireNonNull(ended.failure);
  }

  @Override
  public void await() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (isDone()) {
      seen = true;
      return;
    }
    JobObserver<R> self = observeForThisThread();
    try {
      time().await(this, this::isDone);
      seen = true;
    } finally {
      self.gone = true;
    }
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    TimeSource time = time();
    long deadline = time.nanoTimeAfter(Objects.requireNonNull(timeout, "timeout"));
    JobObserver<R> self = observeForThisThread();
    try {
      boolean done = time.await(this, deadline, this::isDone);
      if (done) {
        seen = true;
      }
      return done;
    } finally {
      self.gone = true;
    }
  }

  /** To be woken by {@link #tell}. */
  private JobObserver<R> observeForThisThread() {
    JobObserver<R> self = new JobObserver<>(Thread.currentThread(), true, handle -> {});
    observe(self); // if all have been told already, it has ended, and nobody waits
    return self;
  }

  @Override
  public void whenDone(Consumer<? super JobHandle<R>> callback) {
    observe(false, Objects.requireNonNull(callback, "callback"));
  }

  @Override
  public void whenFailed(Consumer<? super Throwable> callback) {
    Objects.requireNonNull(callback, "callback");
    observe(
        true,
        handle -> {
          if (handle.state() == State.FAILED) {
            callback.accept(handle.failure());
          }
        });
  }

  private void observe(boolean takesFailure, Consumer<? super JobHandle<R>> callback) {
    if (!observe(new JobObserver<>(null, takesFailure, callback))) {
      call(callback);
    }
  }

  /** False: all have been told already. */
  private boolean observe(JobObserver<R> observer) {
    while (true) {
      JobObserver<R> last = observers;
      if (last == TOLD) {
        return false;
      }
      observer.next = JobObserver.withoutGone(last);
      if (OBSERVERS.compareAndSet(this, last, observer)) {
        return true;
      }
    }
  }

  @Override
  public String toString() {
    return "JobHandle[" + id() + " " + state() + "]";
  }
}
