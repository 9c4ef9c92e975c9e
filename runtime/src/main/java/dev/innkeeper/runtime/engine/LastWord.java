package dev.innkeeper.runtime.engine;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * What several threads say, and of which the last counts. Each tells what it has said, without a
 * lock, so that a thread may tell its word after a later one has told its own: whoever has told a
 * word looks whether it is still the last, and tells that, too.
 */
final class LastWord<T> {

  private final Consumer<T> listener;
  private volatile T said;

  /** {@code first} need not be told. */
  LastWord(T first, Consumer<T> listener) {
    this.said = first;
    this.listener = listener;
  }

  @SuppressWarnings("ReferenceEquality") // what is told is what was said
  void say(T now) {
    Objects.requireNonNull(now);
    if (said.equals(now)) {
      return;
    }
    said = now;
    T told;
    do {
      told = said;
      listener.accept(told);
    } while (told != said);
  }
}
