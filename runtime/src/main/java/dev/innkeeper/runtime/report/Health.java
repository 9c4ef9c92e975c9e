package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.Objects;

/**
 * How well a service is, or a host: immutable.
 *
 * <pre>{@code
 * context.health(Health.degraded("no connection to the broker for 40 s"));
 * …
 * context.health(Health.up());
 * }</pre>
 *
 * <p>A service tells it by {@link ServiceContext#health}, or the host asks for it by a {@link
 * HealthCheck}. It is for people and their alarms; what a host does does not depend on it, but for
 * its readiness, if that was chosen.
 *
 * @since 0.1
 */
public final class Health {

  /**
   * How well: the later ones are worse. There may be more of them later: a {@code switch} needs a
   * default.
   *
   * @since 0.1
   */
  public enum Status {
    /** All is well, as far as is known. */
    UP,
    /** It works, with less than it should have: somebody is to look at it by and by. */
    DEGRADED,
    /** It does not work. */
    DOWN
  }

  private static final Health UP = new Health(Status.UP, "");

  private final Status status;
  private final String reason;

  private Health(Status status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  /** All is well. */
  public static Health up() {
    return UP;
  }

  /**
   * It works, with less than it should have.
   *
   * @param reason what is wrong, for people; it may be shown to whoever can reach a probe
   * @throws IllegalArgumentException if the reason is blank
   */
  public static Health degraded(String reason) {
    return because(Status.DEGRADED, reason);
  }

  /**
   * It does not work.
   *
   * @param reason what is wrong, for people; it may be shown to whoever can reach a probe
   * @throws IllegalArgumentException if the reason is blank
   */
  public static Health down(String reason) {
    return because(Status.DOWN, reason);
  }

  private static Health because(Status status, String reason) {
    if (Objects.requireNonNull(reason, "reason").isBlank()) {
      throw new IllegalArgumentException(
          "the reason for " + status + " is blank: say what is wrong, in a few words");
    }
    return new Health(status, reason);
  }

  /** How well. */
  public Status status() {
    return status;
  }

  /** What is wrong, for people; empty if nothing is. */
  public String reason() {
    return reason;
  }

  /** The worse one of the two; this one if they are equally bad. */
  public Health orWorse(Health other) {
    return other.status.compareTo(status) > 0 ? other : this;
  }

  /** Of the same status, for the same reason. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Health health
        && health.status == status
        && health.reason.equals(reason);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, reason);
  }

  /** As it is shown to people. */
  @Override
  public String toString() {
    return reason.isEmpty() ? status.name() : status + ": " + reason;
  }
}
