package dev.innkeeper.ops;

import java.time.Duration;

/**
 * What connections to the probes may take.
 *
 * @param connections how many there are at most; for one more, the oldest is dropped
 * @param life how long one lasts from its accept, whatever it does
 * @param chance for how long a new one is not dropped for another, so that its request gets here
 *     even if others connect as fast as they can. While all are that new, the next ones wait in the
 *     backlog.
 * @param backlog how many wait to be accepted, if the system allows that many
 */
record Limits(int connections, Duration life, Duration chance, int backlog) {

  /**
   * At worst the backlog is full, and its last one is accepted after 4,096 / 64 × 10 ms = 640 ms:
   * within the second that Kubernetes gives a probe by default.
   */
  static final Limits OF_PROBES =
      new Limits(64, Duration.ofSeconds(1), Duration.ofMillis(10), 4_096);
}
