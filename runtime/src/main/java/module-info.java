/**
 * Hosts background services: starts them in order, keeps them running, closes up on time.
 *
 * <p>{@link dev.innkeeper.runtime.Host} is the door.
 */
@SuppressWarnings("module") // those that are named below are not there yet
module dev.innkeeper.runtime {
  requires transitive dev.innkeeper.timer;
  requires org.slf4j;
  requires static java.logging;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports dev.innkeeper.runtime;
  exports dev.innkeeper.runtime.jobs;
  exports dev.innkeeper.runtime.report;
  exports dev.innkeeper.runtime.scope;
  exports dev.innkeeper.runtime.service;
  exports dev.innkeeper.runtime.port to
      dev.innkeeper.dbscheduler,
      dev.innkeeper.junit;
  exports dev.innkeeper.runtime.thread to
      dev.innkeeper.dbscheduler,
      dev.innkeeper.junit;
}
