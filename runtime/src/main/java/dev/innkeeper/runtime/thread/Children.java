package dev.innkeeper.runtime.thread;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a scope that have not ended: a linked list, which the owner of the scope alone
 * changes, and any thread may read.
 *
 * <p>A child says itself when its thread has ended. The owner unlinks such children when it has
 * added as many as were left the last time. So a fork costs an entry, and a million forks need the
 * memory of the threads that run.
 */
final class Children {

  private static final int FEWEST_BETWEEN_PRUNINGS = 64;

  /** Written by the owner. */
  private volatile @Nullable Child oldest;

  // The owner's alone:
  private @Nullable Child newest;
  private int addedSincePruning;
  private int leftByPruning;

  /** On the owner's thread. */
  void add(Child child) {
    if (addedSincePruning >= Math.max(FEWEST_BETWEEN_PRUNINGS, leftByPruning)) {
      prune();
    }
    append(child);
    addedSincePruning++;
  }

  private void append(Child child) {
    if (newest == null) {
      oldest = child;
    } else {
      newest.isFollowedBy(child);
    }
    newest = child;
  }

  /** A reader who is at an entry that is unlinked goes on from there. */
  private void prune() {
    addedSincePruning = 0;
    leftByPruning = 0;
    newest = null;
    for (Child c = oldest; c != null; c = c.next()) {
      if (c.thread() != null) {
        append(c);
        leftByPruning++;
      }
    }
    if (newest == null) {
      oldest = null;
    } else {
      newest.isFollowedBy(null);
    }
  }

  /** The one from which {@link Child#next} leads to all others, some of which may have ended. */
  @Nullable Child oldest() {
    return oldest;
  }
}
