package dev.innkeeper.runtime.jobs;

/** How far a life of a queue is. It only ever goes on. */
enum QueueStage {
  OPEN,
  /** Nobody else gets in; what is in is still run, however late it is due. */
  COMPLETING,
  /** As before; what is due too late for the stop is not waited for. */
  CLOSING,
  /** Nothing more is begun. */
  HURRIED,
  /** The stop has looked for what is left. A job that comes back after that is on its own. */
  HANDED_BACK
}
