package dev.innkeeper.runtime.engine;

import java.util.Objects;
import java.util.function.Consumer;

/** A copy of {@link LastWord}, with a fault: each tells what it has said, once. */
final class OnceToldWord<T> {

  private final Consumer<T> listener;
  private volatile T said;

  OnceToldWord(T first, Consumer<T> listener) {
    this.said = first;
    this.listener = listener;
  }

  @SuppressWarnings("ReferenceEquality")
  void say(T now) {
    Objects.requireNonNull(now);
    if (said.equals(now)) {
      return;
    }
    said = now;
    T told = said;
    listener.accept(told);
  }
}
