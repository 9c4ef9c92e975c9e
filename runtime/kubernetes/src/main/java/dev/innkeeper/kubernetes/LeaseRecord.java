package dev.innkeeper.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Lease, as the API server has it or is to have it. */
record LeaseRecord(Lease lease) {

  /** One that the API server does not have. */
  static LeaseRecord absent(String namespace, String name) {
    return new LeaseRecord(
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .build());
  }

  /** Changes with each change of the Lease; empty if the API server does not have it. */
  String version() {
    return orElse(lease.getMetadata().getResourceVersion(), "");
  }

  boolean exists() {
    return !version().isEmpty();
  }

  /** Empty if no one holds it. */
  String holder() {
    return orElse(spec().getHolderIdentity(), "");
  }

  /** Greater by one for each new holder. */
  int transitions() {
    return orElse(spec().getLeaseTransitions(), 0);
  }

  /**
   * How long its holder has it without renewing it, which is zero if there is none.
   *
   * @param unsaid if the Lease does not say
   */
  Duration heldFor(Duration unsaid) {
    if (holder().isEmpty()) {
      return Duration.ZERO;
    }
    Integer seconds = spec().getLeaseDurationSeconds();
    return seconds == null ? unsaid : Duration.ofSeconds(seconds);
  }

  LeaseRecord heldBy(String identity, Duration leaseDuration, int transitions, Instant now) {
    return new LeaseRecord(
        new LeaseBuilder(lease)
            .editOrNewSpec()
            .withHolderIdentity(identity)
            .withLeaseDurationSeconds(Math.toIntExact(leaseDuration.toSeconds()))
            .withLeaseTransitions(transitions)
            .withAcquireTime(microTime(now))
            .withRenewTime(microTime(now))
            .endSpec()
            .build());
  }

  /**
   * Candidates recognize a renewal by the change, so there is one even if the clock stands still.
   */
  LeaseRecord renewed(Instant now) {
    ZonedDateTime time = microTime(now);
    if (time.equals(spec().getRenewTime())) {
      time = time.plus(1, ChronoUnit.MICROS);
    }
    return new LeaseRecord(
        new LeaseBuilder(lease).editSpec().withRenewTime(time).endSpec().build());
  }

  /** As client-go does it: no holder, and a second for candidates that only go by the duration. */
  LeaseRecord released(Instant now) {
    return new LeaseRecord(
        new LeaseBuilder(lease)
            .editSpec()
            .withHolderIdentity("")
            .withLeaseDurationSeconds(1)
            .withRenewTime(microTime(now))
            .endSpec()
            .build());
  }

  LeaseRecord ofVersion(String version) {
    return new LeaseRecord(
        new LeaseBuilder(lease).editMetadata().withResourceVersion(version).endMetadata().build());
  }

  /** This one, to be written over {@code changed}, whose labels and owners stay. */
  LeaseRecord over(LeaseRecord changed) {
    return new LeaseRecord(new LeaseBuilder(changed.lease).withSpec(lease.getSpec()).build());
  }

  private LeaseSpec spec() {
    return orElse(lease.getSpec(), new LeaseSpec());
  }

  /** Kubernetes' MicroTime has no more digits. */
  private static ZonedDateTime microTime(Instant now) {
    return now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
  }

  private static <T> T orElse(@Nullable T value, T unsaid) {
    return Objects.requireNonNullElse(value, unsaid);
  }
}
