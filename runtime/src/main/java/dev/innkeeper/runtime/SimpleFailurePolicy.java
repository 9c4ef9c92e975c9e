package dev.innkeeper.runtime;

/** The policies without settings. */
enum SimpleFailurePolicy implements FailurePolicy {
  STOP_HOST,
  IGNORE
}
