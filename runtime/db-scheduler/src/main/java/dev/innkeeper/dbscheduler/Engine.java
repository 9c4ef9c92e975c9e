package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener.SchedulerEventType;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.innkeeper.runtime.thread.ThreadScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * A db-scheduler with workers of its own, for a queue or for all recurring jobs: so a queue has as
 * many workers as it was given, and waits for nobody else's.
 */
final class Engine {

  /** How long db-scheduler would wait for what comes before. */
  private static final Duration LONG = Duration.ofHours(1);

  private static final Duration HUNDRED_YEARS = Duration.ofDays(36_500);

  private final DurableWork work;
  private final String name;
  private final Map<String, JobRunner> runners = new LinkedHashMap<>();
  private final WorkerPool workers;

  /** Looks for jobs, and writes heartbeats: threads that an interrupt of a job never hits. */
  private final Scheduler scheduler;

  Engine(DurableWork work, String name, int threads, Map<String, JobRunner> runners) {
    this.work = work;
    this.name = name;
    this.runners.putAll(runners);
    this.workers = new WorkerPool(threads, work.time(), this::couldNotBegin);
    this.scheduler = build();
  }

  private Scheduler build() {
    DurablePlan plan = work.plan();
    JdbcCustomization dialect = plan.table().database().dialect();
    ThreadFactory daemons =
        Thread.ofPlatform().daemon().name(work.port().threadName() + "/" + name + "-", 0).factory();
    SchedulerBuilder builder =
        Scheduler.create(plan.table().database().connections(), tasks())
            .tableName(plan.table().name())
            .serializer(JobTask.BYTES)
            .schedulerName(new SchedulerName.Fixed(work.instance()))
            .clock(work::now)
            .jdbcCustomization(new TaskFilter(dialect, List.copyOf(runners.keySet())))
            .pollingInterval(LONG) // it is woken, by the time of the host
            .heartbeatInterval(plan.heartbeat())
            .missedHeartbeatsLimit(4)
            .deleteUnresolvedAfter(HUNDRED_YEARS) // another program has put it there
            .failureLogging(LogLevel.OFF, false) // the host tells of failures
            .threads(workers.workers())
            .executorService(workers)
            .dueExecutor(Executors.newSingleThreadExecutor(daemons))
            .housekeeperExecutor(Executors.newScheduledThreadPool(2, daemons))
            .shutdownMaxWait(LONG) // they have ended by then
            .addSchedulerListener(new Trouble());
    if (TaskFilter.locksAndFetches(dialect)) { // picks no more than there are free workers for
      return builder.pollUsingLockAndFetch(0.5, 1.0).build();
    }
    return builder.pollUsingFetch(0.5, 3.0).build();
  }

  private List<Task<?>> tasks() {
    List<Task<?>> tasks = new ArrayList<>();
    for (String task : work.plan().names()) {
      JobRunner runner = runners.get(task);
      tasks.add(runner == null ? JobTask.ofAnother(work, task) : JobTask.run(work, task, runner));
    }
    return tasks;
  }

  /** Most of what goes wrong in db-scheduler is the database. */
  private final class Trouble extends AbstractSchedulerListener {

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
      if (type == SchedulerEventType.UNEXPECTED_ERROR) {
        work.mayBeAway();
      }
    }
  }

  /**
   * db-scheduler itself threw on a worker, mostly because the database was away when the worker was
   * to take a job. The next look at the table finds the job again.
   */
  private void couldNotBegin(Throwable thrown) {
    if (thrown instanceof Error) {
      work.context().fail(thrown);
    } else {
      work.log().couldNotBegin(name, thrown);
      work.mayBeAway();
    }
  }

  boolean has(String task) {
    return runners.containsKey(task);
  }

  /** On the thread that owns the scope. */
  void fork(ThreadScope scope) {
    for (int i = 1; i <= workers.workers(); i++) {
      scope.forkUninterruptible(work.port().newThread(name + "-worker-" + i), workers::work);
    }
    scope.forkUninterruptible(work.port().newThread(name), this::lead);
  }

  /** Has it poll, and ends when the work does: when its workers have no more to do. */
  private void lead() {
    try {
      scheduler.start();
      while (!work.awaitEnd()) {
        wake();
      }
    } catch (Throwable t) { // out of memory
      work.context().fail(t);
    } finally {
      end();
    }
  }

  /** Heartbeats go on until the last job in progress has ended. */
  private void end() {
    scheduler.pause();
    workers.shutdown();
    try {
      workers.awaitEnd();
    } catch (InterruptedException e) {
      // Nothing interrupts this thread; the next step waits, too.
      Thread.currentThread().interrupt();
    }
    scheduler.stop();
  }

  /** Its workers end with what they do, even if there is nobody to lead them. */
  void dismiss() {
    workers.shutdown();
  }

  /** There may be something to do. */
  void wake() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** While the database is away nobody asks it for jobs, and fills the log. */
  void pause() {
    scheduler.pause();
  }

  void resume() {
    scheduler.resume();
    wake();
  }
}
