package dev.innkeeper.runtime.jobs;

/**
 * What becomes of a tick that comes while a run of the job is going on.
 *
 * @since 0.1
 */
public enum WhenBusy {
  /** It is skipped, and counted. */
  SKIP,
  /** It is run afterwards; while it waits, others are skipped, and counted. */
  QUEUE_ONE,
  /** It is run beside the others, on a thread of its own. */
  OVERLAP
}
