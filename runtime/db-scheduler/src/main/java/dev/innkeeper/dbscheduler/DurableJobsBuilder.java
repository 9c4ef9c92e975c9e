package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DurableJobs} yet to be made. Not thread-safe.
 *
 * @since 0.1
 */
public final class DurableJobsBuilder {

  private static final Pattern TABLE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)?");
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private final Supplier<? extends DataSource> dataSource;
  private final List<DurableQueue<?>> queues = new ArrayList<>();
  private final List<RecurringPlan> recurring = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private String table = "scheduled_tasks";
  private Duration heartbeat = Duration.ofSeconds(15);
  private Duration poll = Duration.ofSeconds(1);
  private @Nullable Serializer serializer;

  DurableJobsBuilder(Supplier<? extends DataSource> dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Adds a queue.
   *
   * @throws IllegalArgumentException if there is another queue or job with its name
   */
  public DurableJobsBuilder queue(DurableQueue<?> queue) {
    queues.add(Objects.requireNonNull(queue, "queue"));
    add(queue.name());
    return this;
  }

  /**
   * Adds a job that is run at each point of the schedule, by one of the instances. {@link
   * dev.innkeeper.runtime.service.JobRun#scheduled()} says which tick a run is for.
   *
   * <p>No tick is lost: one that comes while a run is going on, or while no instance is there, is
   * run afterwards, all of them in their order, one after the other. When a run fails that is
   * logged, and the next tick is run at its time. A new schedule under the old name counts from the
   * next start; that a lambda is another one is not seen, and it counts from the next tick.
   *
   * @throws IllegalArgumentException if there is another queue or job with this name
   */
  public DurableJobsBuilder recurring(String name, Schedule schedule, RecurringJob.Body body) {
    return recurring(name, schedule, MissedTicks.BURST, body);
  }

  /**
   * As above, with a choice for ticks that come while a run is going on, or while no instance is
   * there.
   *
   * @param missedTicks {@link MissedTicks#BURST}: all are run; otherwise the first of them is, as
   *     late as it may be, and those that have passed when its run has ended are skipped
   * @throws IllegalArgumentException if there is another queue or job with this name
   */
  public DurableJobsBuilder recurring(
      String name, Schedule schedule, MissedTicks missedTicks, RecurringJob.Body body) {
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(missedTicks, "missedTicks");
    Objects.requireNonNull(body, "body");
    add(TaskNames.checked("recurring job", name));
    recurring.add(new RecurringPlan(name, schedule, missedTicks, body, new RecurringRecord()));
    return this;
  }

  private void add(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "there are two durable jobs with the name '"
              + name
              + "': a name stands for its rows in the table, so each queue and each recurring job"
              + " needs its own");
    }
  }

  /**
   * How often an instance says that it still has a job that it runs. Four times that without a
   * word, and another instance takes the job. Default: 15 seconds.
   *
   * @throws IllegalArgumentException if it is less than 10 ms
   */
  public DurableJobsBuilder heartbeat(Duration interval) {
    heartbeat = notTooShort("heartbeat", interval);
    return this;
  }

  /**
   * How often each queue asks the database for jobs, if nothing tells it that there are some: how
   * late a job begins that another instance has submitted, or that came in a transaction of the
   * caller's. Default: 1 second.
   *
   * @throws IllegalArgumentException if it is less than 10 ms
   */
  public DurableJobsBuilder pollEvery(Duration interval) {
    poll = notTooShort("pollEvery", interval);
    return this;
  }

  private static Duration notTooShort(String what, Duration interval) {
    if (Objects.requireNonNull(interval, what).compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(what + " must be at least 10 ms: " + interval);
    }
    return interval;
  }

  /**
   * The table that has the jobs, if need be with its schema: {@code jobs.scheduled_tasks}. Default:
   * {@code scheduled_tasks}.
   *
   * @throws IllegalArgumentException if it is no name
   */
  public DurableJobsBuilder table(String name) {
    if (!TABLE.matcher(Objects.requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "the name of a table has letters, digits and underscores, and may have a schema before"
              + " it, as in jobs.scheduled_tasks: '"
              + name
              + "' does not");
    }
    table = name;
    return this;
  }

  /**
   * How items become bytes, and bytes items again. What is in the table outlives the program that
   * wrote it, and is read by others: choose a form that a later version of the item can read.
   * Default: JSON, by db-scheduler's {@code JacksonSerializer}, if {@code
   * com.fasterxml.jackson.core:jackson-databind} and {@code
   * com.fasterxml.jackson.datatype:jackson-datatype-jsr310} are on the class path.
   */
  public DurableJobsBuilder serializer(Serializer itemSerializer) {
    serializer = Objects.requireNonNull(itemSerializer, "itemSerializer");
    return this;
  }

  /**
   * Makes the service.
   *
   * @throws IllegalStateException if there is neither a queue nor a recurring job, if a queue
   *     belongs to other durable jobs already, or if there is nothing to write items with
   */
  public DurableJobs build() {
    if (names.isEmpty()) {
      throw new IllegalStateException(
          "there is neither a queue nor a recurring job: add one, or leave the DurableJobs out");
    }
    Serializer writer = serializer;
    if (writer == null && !queues.isEmpty()) {
      writer = Payloads.json();
    }
    return new DurableJobs(
        new DurablePlan(
            new JobTable(dataSource, table),
            new Payloads(writer),
            heartbeat,
            poll,
            List.copyOf(queues),
            List.copyOf(recurring)));
  }
}
