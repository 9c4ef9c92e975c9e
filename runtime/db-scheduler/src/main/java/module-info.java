/**
 * Queues and recurring jobs that are kept in a database, on db-scheduler: {@link
 * dev.innkeeper.dbscheduler.DurableJobs}.
 *
 * <p>db-scheduler is an automatic module, and its {@code Serializer} is part of the API.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.innkeeper.dbscheduler {
  requires transitive com.github.kagkarlsson.scheduler;
  requires transitive dev.innkeeper.runtime;
  requires transitive java.sql;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.innkeeper.dbscheduler;
}
