package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A service that runs the jobs which are kept in a table of a database. They survive the process,
 * and all instances of a program on one database share them.
 *
 * <pre>{@code
 * DurableQueue<Mail> mails =
 *     DurableQueue.builder("mails", Mail.class, smtp::send)
 *         .workers(4)
 *         .retry(RetryPolicy.maxRetries(5))
 *         .build();
 * DurableJobs jobs =
 *     DurableJobs.in(dataSource)
 *         .queue(mails)
 *         .recurring("report", Schedule.daily(LocalTime.of(3, 0), berlin), this::report)
 *         .build();
 * Host host = Host.builder("shop")
 *     .add("database", database)
 *     .add("jobs", jobs, s -> s.dependsOn("database"))
 *     .build();
 * …
 * mails.submit(connection, order.id(), new Mail(order)); // commits with the order, or not at all
 * }</pre>
 *
 * <p><b>At least once:</b> no job is lost, and a job may be run more than once: when its process is
 * killed in the middle, when the database cannot be reached at the end of the job, or when a
 * process stands still for so long that others take it for dead. What a job does must bear that.
 *
 * <p><b>Instances:</b> each job is run by one of them at a time, which says every {@linkplain
 * DurableJobsBuilder#heartbeat few seconds} that it is alive. When it has not done so four times,
 * another one runs the job. The clocks of the instances must agree to within a few heartbeats.
 *
 * <p><b>Stop:</b> from the time that the service is asked to stop on it begins no more jobs. Those
 * in progress go on until the last two seconds of the service's time, or half of it if that is
 * less; {@link ServiceOptions#interruptAfter} says otherwise. Then they are interrupted. A job that
 * ends by that has not failed: another instance, or the next start, runs it at once. One that
 * ignores the interrupt is abandoned with the service, and is run again when its process has ended
 * and has missed its heartbeats.
 *
 * <p><b>Database:</b> the table is db-scheduler's, and must be there; if it is missing the start
 * fails, and the message says how to make it. A database that is away while the service runs makes
 * it {@code DOWN}; it is asked each second, and jobs go on when it is back. H2 and PostgreSQL are
 * tested; on others, what db-scheduler supports should work.
 *
 * <p><b>Threads:</b> a {@code DurableJobs} is one service of one host at a time; its methods may be
 * called from any thread. Each queue has its workers, and each recurring job has one: virtual
 * threads, unless the service has {@code platformThreads()}. <b>Clock:</b> the wall clock of the
 * host.
 *
 * @see JobQueue for jobs in memory
 * @since 0.1
 */
public final class DurableJobs implements BackgroundService, JobGroup {

  private final DurablePlan plan;

  /** The last life that has begun. */
  private final AtomicReference<@Nullable DurableWork> work = new AtomicReference<>();

  DurableJobs(DurablePlan plan) {
    this.plan = plan;
    plan.queues().forEach(queue -> queue.joins(plan, work::get));
  }

  /**
   * Jobs yet to be made, kept in this database. Connections are taken from it when the service
   * starts or a job is submitted, and not before: one for each worker, and three more.
   */
  public static DurableJobsBuilder in(DataSource database) {
    Objects.requireNonNull(database, "database");
    return new DurableJobsBuilder(() -> database);
  }

  /**
   * As {@link #in(DataSource)}, for a pool that is opened by a service of the host: {@code
   * DurableJobs.in(database::pool)}. The supplier is asked for each connection, except by
   * db-scheduler, which keeps the pool that was open when the jobs started; what the supplier
   * throws is passed on.
   */
  public static DurableJobsBuilder in(Supplier<? extends DataSource> database) {
    return new DurableJobsBuilder(Objects.requireNonNull(database, "database"));
  }

  /** The queues by their names, in the order in which they were added. */
  @Override
  public Map<String, DurableQueue<?>> queues() {
    Map<String, DurableQueue<?>> all = new LinkedHashMap<>();
    plan.queues().forEach(queue -> all.put(queue.name(), queue));
    return all;
  }

  /**
   * How the recurring jobs are doing, by their names, in the order in which they were added. The
   * counts, and all that is about runs, are those of this instance.
   */
  @Override
  public Map<String, RecurringJob.Status> recurringJobs() {
    Map<String, RecurringJob.Status> all = new LinkedHashMap<>();
    plan.recurring().forEach(job -> all.put(job.name(), job.record().status()));
    return all;
  }

  // ---- as a service

  /**
   * Looks for the table, and writes down the next ticks of recurring jobs that are new.
   *
   * @throws IllegalStateException if the table is missing, or if this is another service already
   * @throws SQLException if the database cannot be reached
   */
  @Override
  public void start(ServiceContext context) throws SQLException {
    HostPort.behind(context, "a DurableJobs").drains();
    DurableWork before = work.get();
    DurableWork life = new DurableWork(plan, context);
    if ((before != null && before.isOpen()) || !work.compareAndSet(before, life)) {
      throw new IllegalStateException(
          "these durable jobs are a service already; a second one needs a DurableJobs of its own");
    }
    boolean prepared = false;
    try {
      life.prepare();
      prepared = true;
    } finally {
      if (!prepared) {
        life.close(); // a start that has failed is not followed by a stop
      }
    }
    context.onStopRequested(life::end);
    context.ready();
  }

  @Override
  public void execute(ServiceContext context) throws Exception {
    life().work();
  }

  /** Gives back what this instance still has. */
  @Override
  public void stop(ServiceContext context) {
    life().close();
  }

  private DurableWork life() {
    return Objects.requireNonNull(work.get(), "not started");
  }

  @Override
  public String toString() {
    return "DurableJobs" + plan.names();
  }
}
