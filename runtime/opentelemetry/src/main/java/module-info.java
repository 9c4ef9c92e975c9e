/**
 * Spans for what a host does, linked to those that submitted its jobs.
 *
 * <p>{@link dev.innkeeper.opentelemetry.HostTracing} is all of it.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // no descriptors yet
module dev.innkeeper.opentelemetry {
  requires transitive dev.innkeeper.runtime;
  requires transitive io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires static org.jspecify;

  exports dev.innkeeper.opentelemetry;
}
