package dev.innkeeper.runtime.settings;

import java.time.Duration;
import java.time.ZoneId;

/** Keys of each recurring job. */
public final class JobKeys {

  static final Keys ALL = new Keys(Group.JOBS);

  public static final Key<String> CRON =
      ALL.add("cron", Type.TEXT, null, "When it runs, as a cron expression.");

  public static final Key<ZoneId> ZONE =
      ALL.add(
          "zone",
          Type.ZONE,
          null,
          "The time zone of cron; by default, that of the schedule in the code.");

  public static final Key<Duration> EVERY =
      ALL.add("every", Type.POSITIVE, null, "How often it runs.");

  public static final Key<Duration> FIXED_DELAY =
      ALL.add(
          "fixedDelay",
          Type.POSITIVE,
          null,
          "How long after the end of a run the next one is due.");

  public static final Key<Duration> TIMEOUT =
      ALL.add("timeout", Type.POSITIVE, null, "How long a run may take before it is interrupted.");

  public static final Key<Duration> JITTER =
      ALL.add("jitter", Type.ZERO_OR_MORE, "0s", "Each run waits a random time, less than this.");

  public static final Key<Boolean> INITIAL_RUN =
      ALL.add("initialRun", Type.FLAG, "false", "Also run when the service has started.");

  public static final Key<Boolean> PAUSED =
      ALL.add("paused", Type.FLAG, "false", "Start paused: run only on request.");

  public static final Key<String> WHEN_BUSY =
      ALL.add(
          "whenBusy",
          Type.constants("SKIP", "QUEUE_ONE"),
          "skip",
          "What happens to a tick during a run.");

  public static final Key<Integer> FAIL_AFTER =
      ALL.add(
          "failAfter",
          Type.NUMBER,
          null,
          "After how many failed runs in a row its service fails; by default, never.");

  private JobKeys() {}
}
