package dev.innkeeper.runtime.jobs;

import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which job of a queue may be begun when, if not simply the first: immutable.
 *
 * @param partition the key of those that are run one at a time; null: all are run beside each other
 * @param priority which of those that wait is begun first; null: the first that was submitted
 * @param unique the key that only one job may have; null: none
 * @param whenDuplicate what becomes of another one; null exactly if {@code unique} is
 * @param rate how many attempts may begin in a time; null: any number
 */
record JobOrder<T>(
    @Nullable Function<? super T, ?> partition,
    @Nullable Comparator<? super T> priority,
    @Nullable Function<? super T, ?> unique,
    @Nullable WhenDuplicate whenDuplicate,
    @Nullable Rate rate) {

  /** At most {@code most} in any {@code period} of nanoseconds. */
  record Rate(int most, long period) {}

  @Nullable Object partitionOf(T item) {
    return keyOf(item, "partitionBy", partition);
  }

  @Nullable Object uniqueOf(T item) {
    return keyOf(item, "uniqueBy", unique);
  }

  /** Fails here, on the thread that submits, if the comparator cannot take the item. */
  void check(T item) {
    if (priority != null) {
      int same = priority.compare(item, item);
      if (same != 0) {
        throw new IllegalArgumentException(
            "the order of priority() has returned "
                + same
                + " for an item compared with itself: it must return 0");
      }
    }
  }

  private static <T> @Nullable Object keyOf(
      T item, String what, @Nullable Function<? super T, ?> function) {
    return function == null
        ? null
        : Objects.requireNonNull(
            function.apply(item),
            () -> "the function of " + what + " has returned null; each item needs a key");
  }
}
