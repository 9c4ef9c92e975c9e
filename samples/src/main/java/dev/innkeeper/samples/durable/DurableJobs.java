package dev.innkeeper.samples.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts a db-scheduler: jobs that survive the process and are shared by all instances on one
 * database. Each is done at least once.
 *
 * <p>The stop takes no more jobs, waits for those in progress until the host interrupts it, then
 * interrupts them, and waits until the host's deadline. What has not ended by then is picked up by
 * another instance, or by the next start of this one, as is what a killed one leaves behind.
 */
public final class DurableJobs implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(DurableJobs.class);
  private static final int THREADS = 10;

  private final Database database;
  private final List<Task<?>> onDemand;
  private final List<RecurringTask<?>> recurring;

  private volatile @Nullable Scheduler scheduler;
  private volatile @Nullable ExecutorService executions;

  public DurableJobs(Database database, List<Task<?>> onDemand, List<RecurringTask<?>> recurring) {
    this.database = database;
    this.onDemand = List.copyOf(onDemand);
    this.recurring = List.copyOf(recurring);
  }

  // snippet: configure
  private SchedulerBuilder configure() {
    SchedulerBuilder builder =
        Scheduler.create(database.connections(), onDemand)
            .startTasks(recurring)
            .pollingInterval(Duration.ofMillis(500)) // how late a job may begin
            .heartbeatInterval(Duration.ofSeconds(1)) // four missed, and an instance is dead
            .missedHeartbeatsLimit(4)
            .enablePriority() // recurring jobs do not stand behind a backlog
            .enableImmediateExecution() // what is scheduled here for now does not wait for a poll
            .failureLogging(LogLevel.ERROR, true);
    return database.canLockAndFetch() ? builder.pollUsingLockAndFetch(0.5, 1.0) : builder;
  }

  // end

  // snippet: start-and-stop
  @Override
  public void start(ServiceContext context) {
    ThreadFactory daemons = Thread.ofPlatform().daemon().name(context.name() + "-", 0).factory();
    ThreadFactory virtual = Thread.ofVirtual().name(context.name() + "-job-", 0).factory();
    executions = Executors.newFixedThreadPool(THREADS, virtual);
    scheduler =
        configure()
            .schedulerName(new SchedulerName.Fixed(instance()))
            .executorService(executions)
            .threads(THREADS)
            .dueExecutor(Executors.newSingleThreadExecutor(daemons))
            .housekeeperExecutor(Executors.newScheduledThreadPool(3, daemons))
            .shutdownMaxWait(Duration.ofDays(1)) // that is, until the host interrupts the stop
            .build();
    scheduler.start();
  }

  @Override
  public void stop(ServiceContext context) throws InterruptedException {
    Thread stop = Thread.ofVirtual().name(context.name() + "-stop").start(scheduler()::stop);
    try {
      stop.join();
    } catch (InterruptedException e) { // the time for doing it gracefully is over
      LOG.warn("Interrupts {}", inProgress());
      executions().shutdownNow();
      stop.join();
    }
  }

  // end

  private List<String> inProgress() {
    return scheduler().getCurrentlyExecuting().stream()
        .map(job -> job.getTaskInstance().getTaskAndInstance())
        .toList();
  }

  /** To schedule jobs with, after the start: for services that depend on this one. */
  public SchedulerClient client() {
    return scheduler();
  }

  /** The name by which a job says who has it: {@code 4711@host}. */
  static String instance() {
    return ProcessHandle.current().pid() + "@" + new SchedulerName.Hostname().getName();
  }

  private Scheduler scheduler() {
    return Objects.requireNonNull(scheduler, "not started");
  }

  private ExecutorService executions() {
    return Objects.requireNonNull(executions, "not started");
  }
}
