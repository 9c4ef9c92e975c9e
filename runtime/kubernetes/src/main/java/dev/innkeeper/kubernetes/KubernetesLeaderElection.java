package dev.innkeeper.kubernetes;

import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.TimeSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A leader election over a Lease of Kubernetes ({@code coordination.k8s.io/v1}), which the API
 * server keeps: at most one pod leads.
 *
 * <pre>{@code
 * KubernetesClient client = new KubernetesClientBuilder().build();
 * LeaderElection election = KubernetesLeaderElection.of(client, "billing");
 *
 * Host host = Host.builder("shop")
 *     .add("billing", billing, s -> s.whileLeader(election))
 *     .build();
 * }</pre>
 *
 * <p><b>Expiry</b> is observed, as in client-go: a lease that another pod holds has expired when
 * its Lease has not changed for as long as the Lease says, by the monotonic clock of this process.
 * The times in the Lease are for people to read, and clocks need not agree.
 *
 * <p><b>Fencing token:</b> {@code leaseTransitions}, which begins at 1 and is greater by one for
 * each new holder. If the Lease is deleted, the next holder goes on from the greatest count that it
 * has seen; a process that has been started since then has seen none, and begins at 1 again. So do
 * not delete a Lease whose tokens are in use.
 *
 * <p><b>Permissions:</b> {@code create} for {@code leases}, and {@code get} and {@code update} for
 * the Lease of this name. If one of them is missing, the start fails with a message that contains
 * the Role and the RoleBinding that are needed. An API server that is away does not fail a start.
 *
 * <p><b>Requests:</b> a renewal takes one request, and so does a look at a lease that another pod
 * holds; taking it takes two. A request times out after a sixth of the lease, or after the request
 * timeout of the client if that is shorter. The client does not retry it, because the host does.
 *
 * <p><b>Threads:</b> safe for use by several hosts, which are candidates of their own. <b>
 * Interruption</b> ends a request, and leaves the flag set. <b>Close:</b> there is nothing to
 * close, and the client is not closed; it must stay open for as long as the host runs.
 *
 * @since 0.1
 */
public final class KubernetesLeaderElection implements LeaderElection {

  private final LeaseStore store;
  private final Duration leaseDuration;
  private final TimeSource time;
  private final Observation observation;

  /** The greatest count seen so far, whoever the holder was. */
  private final AtomicInteger transitions = new AtomicInteger();

  private KubernetesLeaderElection(Builder builder) {
    store =
        new LeaseStore(
            builder.client, builder.namespaceOrDefault(), builder.name, builder.leaseDuration);
    leaseDuration = builder.leaseDuration;
    time = builder.time;
    observation = new Observation(builder.time, builder.leaseDuration);
  }

  /**
   * An election with the defaults of {@link #builder}.
   *
   * @throws IllegalArgumentException as {@link #builder}, and {@link Builder#build()}
   */
  public static KubernetesLeaderElection of(KubernetesClient client, String name) {
    return builder(client, name).build();
  }

  /**
   * Begins an election, whose options all have defaults.
   *
   * @param client what talks to the API server
   * @param name of the Lease, and of the election
   * @throws IllegalArgumentException if Kubernetes does not allow the name
   */
  public static Builder builder(KubernetesClient client, String name) {
    return new Builder(client, name);
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Duration leaseDuration() {
    return leaseDuration;
  }

  /**
   * Checks the permissions.
   *
   * @throws IllegalStateException if one is missing, or the namespace does not exist
   */
  @Override
  public void prepare() {
    store.checkPermissions();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if a permission is missing
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not
   *     answer, or answers with an error
   */
  @Override
  public Optional<Lease> tryAcquire() {
    Optional<LeaseRecord> found = store.find();
    found.ifPresent(this::count);
    if (observation.isHeld(found)) {
      return Optional.empty();
    }
    // A new identity each time: a lease that this pod has held before is not this one.
    String identity = Pod.NAME + "_" + UUID.randomUUID();
    LeaseRecord mine =
        found
            .orElseGet(store::absent)
            .heldBy(identity, leaseDuration, transitions.get() + 1, time.instant());
    Optional<LeaseRecord> written = store.put(mine);
    written.ifPresent(this::count);
    return written.map(held -> new HeldLease(store, held, time));
  }

  private void count(LeaseRecord lease) {
    transitions.accumulateAndGet(lease.transitions(), Math::max);
  }

  @Override
  public String toString() {
    return store.toString();
  }

  /**
   * Options of an election, all of which have defaults.
   *
   * <p><b>Threads:</b> not safe for use by several threads.
   *
   * @since 0.1
   */
  public static final class Builder {

    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
        Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private final KubernetesClient client;
    private final String name;
    private @Nullable String namespace;
    private Duration leaseDuration = DEFAULT_LEASE;
    private TimeSource time = TimeSource.system();

    private Builder(KubernetesClient client, String name) {
      this.client = Objects.requireNonNull(client, "client");
      this.name = Objects.requireNonNull(name, "name");
      if (!SUBDOMAIN.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name '"
                + name
                + "': Kubernetes allows lower-case letters, digits, '-' and '.', at most 253, and a"
                + " letter or digit at both ends (RFC 1123); take one like 'billing'");
      }
    }

    /**
     * Where the Lease is. Default: the namespace of the client, which in a pod is that of the pod.
     *
     * @throws IllegalArgumentException if Kubernetes does not allow the name
     */
    public Builder namespace(String namespace) {
      if (!LABEL.matcher(namespace).matches()) {
        throw new IllegalArgumentException(
            "namespace '"
                + namespace
                + "': Kubernetes allows lower-case letters, digits and '-', at most 63, and a"
                + " letter or digit at both ends (RFC 1123); take one like 'shop'");
      }
      this.namespace = namespace;
      return this;
    }

    /**
     * How long a lease is held without being renewed. Default: 15 s, as in client-go.
     *
     * @throws IllegalArgumentException unless it is at least a second, and whole seconds: a Lease
     *     has no others
     */
    public Builder leaseDuration(Duration leaseDuration) {
      long seconds = leaseDuration.toSeconds();
      if (seconds < 1
          || seconds > Integer.MAX_VALUE
          || !leaseDuration.equals(Duration.ofSeconds(seconds))) {
        throw new IllegalArgumentException(
            "leaseDuration of '"
                + name
                + "' is "
                + leaseDuration
                + ", but a Lease has whole seconds, at least 1 and at most "
                + Integer.MAX_VALUE
                + ": take Duration.ofSeconds("
                + Math.clamp(seconds + 1, 1, Integer.MAX_VALUE)
                + ")");
      }
      this.leaseDuration = leaseDuration;
      return this;
    }

    /** For tests: the clock by which expiry is observed. */
    Builder timeSource(TimeSource time) {
      this.time = time;
      return this;
    }

    /**
     * Makes the election; does not talk to the API server.
     *
     * @throws IllegalArgumentException if no namespace was given, and the client has none
     */
    public KubernetesLeaderElection build() {
      return new KubernetesLeaderElection(this);
    }

    private String namespaceOrDefault() {
      String chosen = namespace == null ? client.getNamespace() : namespace;
      if (chosen == null) {
        throw new IllegalArgumentException(
            "the election '"
                + name
                + "' has no namespace, and neither has its client: add .namespace(\"…\"), or give"
                + " the client one; in a pod it is found by itself");
      }
      return chosen;
    }
  }

  /** For people who look at the Lease: the host name, which in a pod is the name of the pod. */
  private static final class Pod {
    static final String NAME = name();

    private static String name() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }
  }
}
