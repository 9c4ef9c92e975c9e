package dev.innkeeper.runtime.jobs;

/**
 * What becomes of a job that is submitted while another one of its key is in the queue.
 *
 * @see JobQueueBuilder#uniqueBy
 * @since 0.1
 */
public enum WhenDuplicate {
  /** The submitter gets the handle of the one that is in; the new item is dropped. */
  KEEP_FIRST,
  /**
   * The one that is in is cancelled if it waits, and the new one takes up its room. If it is being
   * run, it goes on, but is not tried again, unless its {@linkplain JobQueue#batching batch} is;
   * and the new one waits for a worker.
   */
  REPLACE_WAITING,
  /** {@link java.util.concurrent.RejectedExecutionException} tells the submitter. */
  REJECT
}
