package dev.innkeeper.runtime.settings;

import java.time.Duration;

/** Keys of each queue of jobs. */
public final class QueueKeys {

  static final Keys ALL = new Keys(Group.QUEUES);

  public static final Key<Integer> WORKERS =
      ALL.add("workers", Type.NUMBER, "1", "How many jobs are run at a time.");

  public static final Key<Integer> CAPACITY =
      ALL.add("capacity", Type.NUMBER, "1000", "How many jobs there may be that have not ended.");

  public static final Key<Integer> SPARE_WORKERS =
      ALL.add(
          "spareWorkers",
          Type.NUMBER,
          "0",
          "How many workers may replace ones stuck in a timed-out job; needs a timeout.");

  public static final Key<Duration> TIMEOUT =
      ALL.add("timeout", Type.POSITIVE, null, "How long one attempt at a job may take.");

  public static final Key<Integer> MAX_RETRIES =
      ALL.add(
          "retry.maxRetries", Type.NUMBER, "0", "How often a job that has failed is tried again.");

  public static final Key<Duration> RETRY_FIRST =
      ALL.add("retry.first", Type.POSITIVE, "100ms", "The longest wait before the first retry.");

  public static final Key<Duration> RETRY_LONGEST =
      ALL.add("retry.longest", Type.POSITIVE, "30s", "The longest wait before any retry.");

  public static final Key<Integer> RATE_NUMBER =
      ALL.add(
          "rateLimit.number", Type.NUMBER, null, "How many attempts may begin within the period.");

  public static final Key<Duration> RATE_PERIOD =
      ALL.add("rateLimit.period", Type.POSITIVE, null, "The period of the rate limit.");

  public static final Key<String> WHEN_DUPLICATE =
      ALL.add(
          "whenDuplicate",
          Type.constants("KEEP_FIRST", "REPLACE_WAITING", "REJECT"),
          null,
          "What happens to a second job with the same key; needs uniqueBy in the code.");

  public static final Key<Integer> BATCH_SIZE =
      ALL.add(
          "batching.maxSize",
          Type.NUMBER,
          null,
          "The most jobs in one batch; only for batching queues.");

  public static final Key<Duration> BATCH_LINGER =
      ALL.add(
          "batching.linger",
          Type.ZERO_OR_MORE,
          null,
          "How long the first job of a batch waits for more; only for batching queues.");

  private QueueKeys() {}
}
