/**
 * What operators need of a host: {@link dev.innkeeper.ops.Probes}, {@link
 * dev.innkeeper.ops.OpsPage}, and {@link dev.innkeeper.ops.Systemd}.
 */
module dev.innkeeper.ops {
  requires transitive dev.innkeeper.runtime;
  requires transitive jdk.httpserver;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.innkeeper.ops;
}
