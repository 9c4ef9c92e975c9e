package dev.innkeeper.runtime.jobs;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One who is to be told: a thread that waits, or a callback. */
final class JobObserver<R extends @Nullable Object> {

  final @Nullable Thread waiting;

  /** Whether a failure is in good hands with it, and need not be logged as an error. */
  final boolean takesFailure;

  final Consumer<? super JobHandle<R>> callback;

  /** One who came before. Written before it is published, and then only to pass over the gone. */
  volatile @Nullable JobObserver<R> next;

  /** Written by who waited, and does not any more. */
  volatile boolean gone;

  JobObserver(
      @Nullable Thread waiting, boolean takesFailure, Consumer<? super JobHandle<R>> callback) {
    this.waiting = waiting;
    this.takesFailure = takesFailure;
    this.callback = callback;
  }

  /** One who waits again and again leaves nothing behind. */
  static <R extends @Nullable Object> @Nullable JobObserver<R> withoutGone(
      @Nullable JobObserver<R> last) {
    JobObserver<R> first = notGone(last);
    for (JobObserver<R> o = first; o != null; o = o.next) {
      o.next = notGone(o.next);
    }
    return first;
  }

  private static <R extends @Nullable Object> @Nullable JobObserver<R> notGone(
      @Nullable JobObserver<R> last) {
    JobObserver<R> observer = last;
    while (observer != null && observer.gone) {
      observer = observer.next;
    }
    return observer;
  }
}
