package dev.innkeeper.kubernetes;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.TimeSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A lease that is held: written over the version that is known, in which it is ours. */
final class HeldLease implements Lease {

  /** The Lease may be edited, for example labelled, just when it is to be written. */
  private static final int TRIES = 3;

  private final LeaseStore store;
  private final TimeSource time;
  private final String identity;
  private final OptionalLong fencingToken;

  // One call at a time: the version that is known.
  private LeaseRecord held;

  HeldLease(LeaseStore store, LeaseRecord held, TimeSource time) {
    this.store = store;
    this.held = held;
    this.time = time;
    identity = held.holder();
    fencingToken = OptionalLong.of(held.transitions());
  }

  @Override
  public OptionalLong fencingToken() {
    return fencingToken;
  }

  @Override
  public boolean renew() {
    return write(lease -> lease.renewed(time.instant()));
  }

  @Override
  public void release() {
    write(lease -> lease.released(time.instant()));
  }

  /** False: it is not ours any more. */
  private boolean write(UnaryOperator<LeaseRecord> change) {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<LeaseRecord> written = store.put(change.apply(held));
      if (written.isPresent()) {
        held = written.get();
        return true;
      }
      Optional<LeaseRecord> changed = store.find();
      if (changed.isEmpty() || !changed.get().holder().equals(identity)) {
        return false;
      }
      held = held.over(changed.get());
    }
    throw new IllegalStateException(
        store + " was changed by someone else each of the " + TRIES + " times that it was written");
  }

  @Override
  public String toString() {
    return store + ", held by " + identity;
  }
}
