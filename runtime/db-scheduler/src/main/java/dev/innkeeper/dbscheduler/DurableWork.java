package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One life of a {@link DurableJobs}: its engines, and what is known of the jobs that they run.
 *
 * <p>It ends in two steps. {@link #end}: no more jobs are begun. {@link #hurry}: those in progress
 * are interrupted. Only the code of jobs is: not what writes down what has become of them.
 */
final class DurableWork {

  private final DurablePlan plan;
  private final ServiceContext context;
  private final HostPort port;
  private final DurableLog log;
  private final String instance;
  private final TableLook seen;
  private final DatabaseWatch watch;
  private final Signal end;
  private final Set<DurableCall> calls = ConcurrentHashMap.newKeySet();

  /** Written before the calls are interrupted: one that begins meanwhile sees it. */
  private volatile boolean hurried;

  /** Its stop is still to come. */
  private volatile boolean open = true;

  /** Written by the start. */
  private volatile List<Engine> engines = List.of();

  /** Nothing of it runs any more, or nothing has yet. */
  private volatile boolean idle = true;

  DurableWork(DurablePlan plan, ServiceContext context) {
    this.plan = plan;
    this.context = context;
    this.port = HostPort.behind(context, "a DurableJobs");
    this.log = new DurableLog(port.threadName());
    this.end = new Signal(context.timeSource());
    this.instance = newInstance();
    this.seen = new TableLook(plan);
    this.watch = new DatabaseWatch(this);
  }

  /** By which rows say who has them: of this life, and at most 50 characters. */
  private static String newInstance() {
    String host = new SchedulerName.Hostname().getName();
    return ProcessHandle.current().pid()
        + "@"
        + host.substring(0, Math.min(host.length(), 25))
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  DurablePlan plan() {
    return plan;
  }

  JobTable table() {
    return plan.table();
  }

  Payloads payloads() {
    return plan.payloads();
  }

  ServiceContext context() {
    return context;
  }

  HostPort port() {
    return port;
  }

  TimeSource time() {
    return context.timeSource();
  }

  Instant now() {
    return context.timeSource().instant();
  }

  DurableLog log() {
    return log;
  }

  String instance() {
    return instance;
  }

  TableLook seen() {
    return seen;
  }

  boolean isOpen() {
    return open;
  }

  /** As {@code shop/jobs/mails#4711}. */
  String id(String task, String job) {
    return log.id(task, job);
  }

  // ---- the start

  /** Nothing runs yet. */
  void prepare() throws SQLException {
    TableCheck.check(plan.table());
    Instant now = now();
    for (RecurringPlan job : plan.recurring()) {
      Instant first = job.schedule().next(now);
      if (first != null && first.isBefore(JobTable.NEVER)) {
        plan.table().expect(job.name(), job.scheduleAsText(), now, first);
      }
    }
    seen.look(now);
    List<Engine> all = new ArrayList<>();
    for (DurableQueue<?> queue : plan.queues()) {
      all.add(
          new Engine(
              this,
              queue.name(),
              queue.workers(),
              Map.of(queue.name(), new QueueRunner<>(this, queue))));
    }
    if (!plan.recurring().isEmpty()) {
      Map<String, JobRunner> runners = new LinkedHashMap<>();
      plan.recurring().forEach(job -> runners.put(job.name(), new RecurringRunner(this, job)));
      all.add(new Engine(this, RecurringPlan.ID, runners.size(), runners));
    }
    engines = List.copyOf(all);
  }

  // ---- the work

  /** Until it is to end, and no job is in progress. */
  void work() throws InterruptedException {
    idle = false;
    try (ThreadScope scope = port.openThreads("engines")) {
      workIn(scope);
    } finally {
      idle = true; // the scope is closed
    }
  }

  private void workIn(ThreadScope scope) throws InterruptedException {
    try {
      engines.forEach(engine -> engine.fork(scope));
      watch.start();
      scope.join();
    } finally {
      hurry();
    }
  }

  /** Waits for the end, but no longer than until the next poll; returns whether it has come. */
  boolean awaitEnd() {
    try {
      return end.await(plan.poll());
    } catch (InterruptedException e) {
      return isEnding(); // a stray one: nothing interrupts these threads
    }
  }

  boolean isEnding() {
    return end.isRaised();
  }

  /** There is something to do then, for a queue or a recurring job, which may be now. */
  void wakeAt(String task, Instant due) {
    Duration delay = Duration.between(now(), due);
    for (Engine engine : engines) {
      if (!engine.has(task)) {
        continue;
      }
      if (!delay.isPositive()) {
        engine.wake();
      } else if (delay.compareTo(plan.poll()) < 0) { // else a poll comes soon after it
        port.setAlarm(time().nanoTimeAfter(delay), engine::wake);
      }
    }
  }

  List<Engine> engines() {
    return engines;
  }

  /** How many jobs of the queue, or of the recurring job, this instance runs. */
  int running(String task) {
    int running = 0;
    for (DurableCall call : calls) {
      if (call.task().equals(task)) {
        running++;
      }
    }
    return running;
  }

  void begins(DurableCall call) {
    calls.add(call);
    if (hurried) {
      call.interrupt(time());
    }
  }

  void ended(DurableCall call) {
    calls.remove(call);
  }

  boolean isHurried() {
    return hurried;
  }

  // ---- what goes wrong

  /** The process that had it is dead, or stands still. */
  void hasDied(Execution job) {
    try {
      if (plan.table().release(job, true)) {
        log.hasDied(job);
      }
    } catch (SQLException e) {
      mayBeAway(); // the next look finds it again
    }
  }

  /** What has become of a job is not in the table: it is run again. */
  void couldNotWrite(Execution job, SQLException e) {
    log.couldNotWrite(job, e);
    mayBeAway();
  }

  void mayBeAway() {
    lookNow();
  }

  void lookNow() {
    watch.lookNow();
  }

  // ---- the end

  /** No more jobs are begun. */
  void end() {
    end.raise();
    watch.stop();
  }

  /** And those in progress are interrupted. */
  void hurry() {
    hurried = true;
    end();
    engines.forEach(Engine::dismiss);
    for (DurableCall call : calls) {
      interrupt(call);
    }
  }

  private void interrupt(DurableCall call) {
    try {
      call.interrupt(time());
    } catch (RuntimeException e) { // a channel's close handler; the others are interrupted, too
      log.closeHandlerFailed(call, e);
    }
  }

  /** Gives back what was picked and is not run: if jobs still run, that cannot be told apart. */
  void close() {
    end();
    open = false;
    if (!idle || engines.isEmpty()) {
      return;
    }
    try {
      log.gaveBack(plan.table().releaseAllOf(instance));
    } catch (SQLException e) {
      log.couldNotGiveBack(e);
    }
  }
}
