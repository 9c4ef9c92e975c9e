package dev.innkeeper.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.WritableOperation;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one Lease at the API server. A write says over which version it is, and is refused if there
 * is another by then: of several that write at the same time, one gets through.
 */
final class LeaseStore {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  LeaseStore(KubernetesClient client, String namespace, String name, Duration leaseDuration) {
    this.client = impatient(client, leaseDuration);
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Shares all with the user's client, but gives up early enough for the host to try once more
   * before it asks its services to stop. The user's tries ten times, for twenty seconds or more.
   */
  private static KubernetesClient impatient(KubernetesClient client, Duration leaseDuration) {
    RequestConfig theirs = client.getConfiguration().getRequestConfig();
    int timeout = Math.clamp(leaseDuration.dividedBy(6).toMillis(), 1, Integer.MAX_VALUE);
    Integer configured = theirs.getRequestTimeout();
    if (configured != null && configured > 0) { // 0 is none
      timeout = Math.min(timeout, configured);
    }
    return client
        .newClient(
            new RequestConfigBuilder(theirs)
                .withRequestTimeout(timeout)
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  String name() {
    return name;
  }

  LeaseRecord absent() {
    return LeaseRecord.absent(namespace, name);
  }

  Optional<LeaseRecord> find() {
    return Optional.ofNullable(
            permitted("get", () -> client.leases().inNamespace(namespace).withName(name).get()))
        .map(LeaseRecord::new);
  }

  /**
   * Creates the Lease, or writes it over the version that it has.
   *
   * @return what the API server has now; empty if someone else was faster
   */
  Optional<LeaseRecord> put(LeaseRecord lease) {
    Resource<Lease> resource = resource(lease);
    try {
      return Optional.of(new LeaseRecord(lease.exists() ? update(resource) : create(resource)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sends what will be sent later, as dry runs. A server that is away does not matter yet. */
  void checkPermissions() {
    try {
      Optional<LeaseRecord> found = find();
      if (found.isEmpty()) {
        create(resource(absent()).dryRun(true));
      }
      // If there is no Lease, the server says "not found" only to those with the permission.
      update(resource(found.orElseGet(() -> absent().ofVersion("1"))).dryRun(true));
    } catch (KubernetesClientException away) {
      // The host warns of it when it cannot take the lease.
    }
  }

  private Resource<Lease> resource(LeaseRecord lease) {
    return client.leases().inNamespace(namespace).resource(lease.lease());
  }

  private Lease create(WritableOperation<Lease> resource) {
    try {
      return permitted("create", resource::create);
    } catch (KubernetesClientException e) {
      if (isNotFound(e)) {
        throw new IllegalStateException(
            "the Lease '"
                + name
                + "' cannot be created, since there is no namespace '"
                + namespace
                + "': create it, or name another",
            e);
      }
      throw e;
    }
  }

  private Lease update(WritableOperation<Lease> resource) {
    return permitted("update", resource::update);
  }

  private <T extends @Nullable Object> T permitted(String verb, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new IllegalStateException(
            new MissingPermission(namespace, name, verb, e).message(), e);
      }
      throw e;
    }
  }

  private static boolean isNotFound(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  /** As kubectl names it. */
  @Override
  public String toString() {
    return "Lease " + namespace + "/" + name;
  }
}
