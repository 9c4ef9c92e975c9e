package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.Workplace;
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
 * What becomes of one job: of a {@link JobQueue}, or one run of a {@link RecurringJob} or of a
 * {@link ScheduledJob}.
 *
 * <pre>{@code
 * JobHandle<Receipt> payment = payments.submit(order);
 * payment.whenDone(done -> log.info("order {}: {}", order, done.state()));
 * if (payment.await(Duration.ofSeconds(10))) {
 *   show(payment.result());
 * }
 * }</pre>
 *
 * <p>A job ends once: it has {@linkplain State#SUCCEEDED succeeded}, {@linkplain State#FAILED
 * failed}, or was {@linkplain State#HANDED_BACK handed back} because its service stopped first.
 *
 * <p><b>Threads:</b> every method may be called from any thread; what the job did is visible to who
 * has seen its end. <b>Interruption:</b> {@link #await} throws, and the job goes on.
 *
 * @param <R> what the job returns
 * @since 0.1
 */
public final class JobHandle<R extends @Nullable Object> {

  /** How far it is. The last three are for ever. */
  public enum State {
    /** For its turn, or for another try. */
    WAITING,
    /** It is being run. */
    RUNNING,
    /** It has returned a result. */
    SUCCEEDED,
    /** It has thrown, for the last time; took too long; or was cancelled. */
    FAILED,
    /** It was not done when its service stopped. */
    HANDED_BACK
  }

  /** What has the job: its queue, the recurring job, or the scheduled run. */
  interface Keeper extends Workplace.Job {

    TimeSource time();

    boolean isRunning();

    /** Returns whether there was something to cancel. */
    boolean cancel();

    /** A callback has thrown. */
    void callbackFailed(Throwable thrown);
  }

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

  /** One who is to be told: a thread that waits, or a callback. */
  private static final class Observer<R extends @Nullable Object> {

    private final @Nullable Thread waiting;

    /** Whether a failure is in good hands with it, and need not be logged as an error. */
    private final boolean takesFailure;

    private final Consumer<? super JobHandle<R>> callback;

    /** One who came before. Written before it is published, and then only to pass over the gone. */
    private volatile @Nullable Observer<R> next;

    /** Written by who waited, and does not any more. */
    private volatile boolean gone;

    private Observer(
        @Nullable Thread waiting, boolean takesFailure, Consumer<? super JobHandle<R>> callback) {
      this.waiting = waiting;
      this.takesFailure = takesFailure;
      this.callback = callback;
    }
  }

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<JobHandle, @Nullable Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(JobHandle.class, Outcome.class, "outcome");

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<JobHandle, @Nullable Observer> OBSERVERS =
      AtomicReferenceFieldUpdater.newUpdater(JobHandle.class, Observer.class, "observers");

  /** In the place of {@link #observers} when they were told. */
  private static final Observer<?> TOLD = new Observer<>(null, false, handle -> {});

  private final Keeper keeper;

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
  private volatile @Nullable Observer<R> observers;

  JobHandle(Keeper keeper) {
    this.keeper = keeper;
  }

  // ---- for its keeper

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

  /** Whether it has ended, even if nobody sees that yet. */
  boolean hasEnded() {
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
    Observer<R> last = observersToTell();
    if (last == null) {
      return;
    }
    wakeFrom(last);
    List<Observer<R>> present = new ArrayList<>();
    for (Observer<R> o = last; o != null; o = o.next) {
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
  private @Nullable Observer<R> observersToTell() {
    return OBSERVERS.getAndSet(this, TOLD);
  }

  /** Whether a failure is in good hands: somebody has seen it, or was told and takes it. */
  boolean isSeen() {
    return seen;
  }

  private void wakeFrom(@Nullable Observer<R> last) {
    for (Observer<R> o = last; o != null; o = o.next) {
      if (o.waiting != null) {
        keeper.time().unpark(o.waiting);
      }
    }
  }

  private void call(Consumer<? super JobHandle<R>> callback) {
    try {
      callback.accept(this);
    } catch (Throwable t) {
      keeper.callbackFailed(t);
    }
  }

  // ---- for users

  /**
   * What the job is called in the log, in events and in exceptions: {@code host/service#number}, as
   * {@code shop/mails#4711}. Jobs of a queue and runs of a recurring job are numbered from 1, over
   * all lives of the service. With {@link JobQueueBuilder#describedBy} the label stands in the
   * place of the number.
   */
  public String id() {
    return keeper.id();
  }

  /** How far it is by now. */
  public State state() {
    Outcome<R> ended = shown;
    if (ended != null) {
      return ended.state;
    }
    return keeper.isRunning() ? State.RUNNING : State.WAITING;
  }

  /** Whether it has ended, one way or another. */
  public boolean isDone() {
    return shown != null;
  }

  /**
   * What it returned.
   *
   * @throws IllegalStateException unless it {@linkplain State#SUCCEEDED succeeded}; the cause is
   *     its failure, if that is why
   */
  @SuppressWarnings("NullAway") // null exactly where R may be
  public R result() {
    Outcome<R> ended = shown;
    if (ended == null || ended.state != State.SUCCEEDED) {
      throw new IllegalStateException(
          "job " + id() + " has no result: it is " + state() + "; await() waits for its end",
          ended == null ? null : ended.failure);
    }
    return ended.result;
  }

  /**
   * What it threw; a {@link java.util.concurrent.TimeoutException} if it took too long, a {@link
   * java.util.concurrent.CancellationException} if it was cancelled.
   *
   * @throws IllegalStateException unless it {@linkplain State#FAILED failed}
   */
  public Throwable failure() {
    Outcome<R> ended = shown;
    if (ended == null || ended.state != State.FAILED) {
      throw new IllegalStateException("job " + id() + " has no failure: it is " + state());
    }
    seen = true;
    return Objects.requireNonNull(ended.failure);
  }

  /**
   * Waits until it has ended.
   *
   * @throws InterruptedException if interrupted before or while it waits
   */
  public void await() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (isDone()) {
      seen = true;
      return;
    }
    Observer<R> self = observeForThisThread();
    try {
      keeper.time().await(this, this::isDone);
      seen = true;
    } finally {
      self.gone = true;
    }
  }

  /**
   * Waits until it has ended, but no longer than {@code timeout}.
   *
   * @return whether it has ended
   * @throws InterruptedException if interrupted before or while it waits
   */
  public boolean await(Duration timeout) throws InterruptedException {
    TimeSource time = keeper.time();
    long deadline = time.nanoTimeAfter(Objects.requireNonNull(timeout, "timeout"));
    Observer<R> self = observeForThisThread();
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
  private Observer<R> observeForThisThread() {
    Observer<R> self = new Observer<>(Thread.currentThread(), true, handle -> {});
    observe(self); // if all have been told already, it has ended, and nobody waits
    return self;
  }

  /**
   * Calls {@code callback} when it has ended, on the thread that ended it: a worker of the queue,
   * who cancels it, or a thread of the host; at once, if it has ended already. Callbacks are called
   * in the order of their registration; what one throws is logged. Others wait for it, so it should
   * be short.
   *
   * <p>A failure is logged all the same, unless the callback reads {@link #failure()}, or one of
   * {@link #whenFailed} is there.
   */
  public void whenDone(Consumer<? super JobHandle<R>> callback) {
    observe(false, Objects.requireNonNull(callback, "callback"));
  }

  /**
   * As {@link #whenDone}, but {@code callback} is only called if the job fails, with what it threw.
   * The log then has the failure at DEBUG only.
   */
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
    if (!observe(new Observer<>(null, takesFailure, callback))) {
      call(callback);
    }
  }

  /** False: all have been told already. */
  private boolean observe(Observer<R> observer) {
    while (true) {
      Observer<R> last = observers;
      if (last == TOLD) {
        return false;
      }
      observer.next = withoutGone(last);
      if (OBSERVERS.compareAndSet(this, last, observer)) {
        return true;
      }
    }
  }

  /** One who waits again and again leaves nothing behind. */
  private static <R extends @Nullable Object> @Nullable Observer<R> withoutGone(
      @Nullable Observer<R> last) {
    Observer<R> first = notGone(last);
    for (Observer<R> o = first; o != null; o = o.next) {
      o.next = notGone(o.next);
    }
    return first;
  }

  private static <R extends @Nullable Object> @Nullable Observer<R> notGone(
      @Nullable Observer<R> last) {
    Observer<R> observer = last;
    while (observer != null && observer.gone) {
      observer = observer.next;
    }
    return observer;
  }

  /**
   * Cancels it: a job that waits will not be run; one that runs is interrupted, and has failed
   * unless it returns a result all the same, with the thread's interrupt flag clear. It is not
   * tried again. The interrupt may run the close handler of a channel that the job is blocked in,
   * on this thread.
   *
   * @return whether there was something to cancel; {@code false} if it has ended
   */
  public boolean cancel() {
    return keeper.cancel();
  }

  @Override
  public String toString() {
    return "JobHandle[" + id() + " " + state() + "]";
  }
}
