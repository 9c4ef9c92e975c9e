package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of durable jobs, and is no event of the host. */
final class DurableLog {

  private static final Logger LOG = LoggerFactory.getLogger(DurableJobs.class);

  private final String service;

  /** Of a service: {@code host/service}. */
  DurableLog(String service) {
    this.service = service;
  }

  /** As {@code shop/jobs/mails#4711}. */
  String id(String task, String job) {
    return service + "/" + task + "#" + job;
  }

  void hasDied(Execution job) {
    LOG.warn(
        "{} has had no heartbeat since {}, and is run again: {} may have died in the middle of it",
        id(job.getTaskName(), job.getId()),
        job.lastHeartbeat,
        job.pickedBy);
  }

  /** Another instance runs the job as well, or has done so. */
  void wasTakenForDead(DurableCall call) {
    LOG.warn(
        "{} was run here for {} ms, and by another instance, too: heartbeats of this one have not"
            + " reached the database in time, so it was taken for dead",
        call.id(),
        call.took().toMillis());
  }

  void couldNotWrite(Execution job, SQLException e) {
    LOG.warn(
        "{} was run, and that could not be written down: it is run again when 4 heartbeats are"
            + " missed",
        id(job.getTaskName(), job.getId()),
        e);
  }

  /** There may be one for each worker while the database is away, so it has no stack. */
  void couldNotBegin(String queue, Throwable thrown) {
    LOG.warn(
        "{}/{} could not take a job: {}. The next look at the table finds the job again",
        service,
        queue,
        thrown.toString());
    LOG.debug("{}/{} could not take a job", service, queue, thrown);
  }

  void gaveBack(int jobs) {
    if (jobs > 0) {
      LOG.info("{} gave back {} jobs that it had not begun", service, jobs);
    }
  }

  void couldNotGiveBack(SQLException e) {
    LOG.warn(
        "{} could not give back what it may still have: that is run by others when 4 heartbeats are"
            + " missed",
        service,
        e);
  }

  void closeHandlerFailed(DurableCall call, RuntimeException e) {
    LOG.debug("{}: what the interrupt of the job has called has failed", call.id(), e);
  }

  void databaseIsAway(Throwable e) {
    LOG.warn("The database of {} cannot be asked: no job is begun until it is back", service, e);
  }

  void databaseIsBack(long seconds) {
    LOG.info("The database of {} is back after {} s", service, seconds);
  }
}
