/**
 * The metrics of a host, and of its services, queues and jobs, in a Micrometer registry.
 *
 * <p>{@link dev.innkeeper.micrometer.HostMetrics} is all of it.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // no descriptors yet
module dev.innkeeper.micrometer {
  requires transitive dev.innkeeper.runtime;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports dev.innkeeper.micrometer;
}
