package dev.innkeeper.runtime.machine;

/** Where the health of a service is known from: the worst of what they say counts. */
public enum HealthSource {
  /** The user's service has said so. */
  SERVICE,
  /** The host has asked. */
  CHECK,
  /** It is a queue or a job, and knows how it is doing. */
  JOBS
}
