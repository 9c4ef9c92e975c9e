package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at a job of a {@link JobQueue}, as its handler sees it. A unit test of a handler may
 * implement it; methods that are added later have a default.
 *
 * @since 0.1
 */
public interface JobAttempt {

  /** The service's, to hear of the stop with, or to open a scope. */
  ServiceContext context();

  /** From 1: the first retry is 2. */
  int number();

  /** The job's, as {@link JobHandle#id()}. */
  String id();

  /**
   * When this attempt exceeds its time-out, by the wall clock of the host; empty if it has none.
   */
  default Optional<Instant> deadline() {
    return Optional.empty();
  }
}
