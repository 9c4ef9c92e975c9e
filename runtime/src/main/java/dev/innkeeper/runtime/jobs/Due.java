package dev.innkeeper.runtime.jobs;

import org.jspecify.annotations.Nullable;

/** Something that is due at a time of {@link DueTimes}, which writes where it is in it. */
abstract class Due {

  /** Of all that are due at one time. */
  interface Place {

    void remove(Due due);
  }

  /** Null: in none. */
  @Nullable Place place;

  int index;

  /** It is no longer due at any time. */
  final void withdraw() {
    if (place != null) {
      place.remove(this);
    }
  }

  final boolean isPlanned() {
    return place != null;
  }
}
