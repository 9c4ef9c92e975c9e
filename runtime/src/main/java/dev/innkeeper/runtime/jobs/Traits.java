package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort.JobContext;
import org.jspecify.annotations.Nullable;

/**
 * What the user's functions say of a job, asked once when it is submitted.
 *
 * @param label what it is called instead of by its number; null: by its number
 * @param partition the key of those that are run one at a time; null: it is run beside all others
 * @param unique the key that no other job may have; null: none
 * @param context what goes around its attempts; null: nothing
 */
record Traits(
    @Nullable String label,
    @Nullable Object partition,
    @Nullable Object unique,
    @Nullable JobContext context) {

  private static final Traits NONE = new Traits(null, null, null, null);

  static Traits of(
      @Nullable String label,
      @Nullable Object partition,
      @Nullable Object unique,
      @Nullable JobContext context) {
    return label == null && partition == null && unique == null && context == null
        ? NONE
        : new Traits(label, partition, unique, context);
  }
}
