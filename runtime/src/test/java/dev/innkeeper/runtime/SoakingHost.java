package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A host that lives as long as the soak: its services fail and are restarted, an operator stops,
 * starts and restarts them, and its jobs come and go, fail, are tried again and take too long.
 */
final class SoakingHost {

  private static final String[] CHAIN = {"lower", "middle", "upper"};
  private static final int KEYS = 500;

  /** What goes wrong on purpose. */
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message);
    }
  }

  private final SplittableRandom random = new SplittableRandom(1);
  private final JobQueue<Integer, Void> queue =
      JobQueue.builder("mails", this::send)
          .capacity(1_000)
          .workers(8)
          .timeout(Duration.ofMillis(50))
          .retry(RetryPolicy.maxRetries(2).backoff(Duration.ofMillis(1), Duration.ofMillis(5)))
          .build();
  private final JobScheduler scheduler = JobScheduler.builder("reminders").build();
  private final Host host;

  /** More than one run of a key at a time. */
  private final AtomicInteger overlaps = new AtomicInteger();

  private final AtomicInteger[] running = new AtomicInteger[KEYS];
  private final LongAdder ticks = new LongAdder();
  private final LongAdder runs = new LongAdder();
  private final LongAdder events = new LongAdder();
  private long submitted;
  private long orders;

  SoakingHost() {
    for (int key = 0; key < KEYS; key++) {
      running[key] = new AtomicInteger();
    }
    RestartPolicy again =
        FailurePolicy.restart()
            .backoff(Duration.ofMillis(1), Duration.ofMillis(10))
            .maxRestarts(Integer.MAX_VALUE, Duration.ofSeconds(1));
    HostBuilder builder = Host.builder("soak").listener(event -> events.increment());
    for (int i = 0; i < CHAIN.length; i++) {
      String[] dependencies = i == 0 ? new String[0] : new String[] {CHAIN[i - 1]};
      builder.background(
          CHAIN[i], this::workAndFail, s -> s.dependsOn(dependencies).onFailure(again));
    }
    host =
        builder
            .queue(queue)
            .jobScheduler(scheduler)
            .recurring(
                "sweep", RecurringJob.every(Duration.ofMillis(20)).build(run -> runs.increment()))
            .shutdownTimeout(Duration.ofSeconds(20))
            .build();
    host.start();
  }

  private void workAndFail(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofMillis(10))) {
      while (timer.waitForNextTick()) {
        ticks.increment();
        if (ticks.sum() % 97 == 0) {
          throw new Fault("work of " + context.name());
        }
      }
    }
  }

  private void send(int mail) throws InterruptedException {
    if (mail % 101 == 0) {
      Thread.sleep(Duration.ofMillis(200)); // longer than it may
    }
    if (mail % 17 == 0) {
      throw new Fault("mail " + mail);
    }
  }

  // ---- what happens to it

  /** Something for a second or so: some jobs, and an order of an operator. */
  void live() throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      queue.submit(random.nextInt(1_000_000));
      submitted++;
      changeAJob(random.nextInt(KEYS));
    }
    String service = CHAIN[random.nextInt(CHAIN.length)];
    orders++;
    switch (random.nextInt(3)) {
      case 0 -> host.control(service).restartWithDependents();
      case 1 -> {
        host.control(service).stopWithDependents();
        for (String each : CHAIN) {
          host.control(each).start();
        }
      }
      default -> host.control(service).start(); // has no effect on one that runs
    }
  }

  private void changeAJob(int key) {
    String name = "customer " + key;
    ScheduledJob job = scheduler.find(name).orElse(null);
    if (job == null) {
      scheduler.scheduleEvery(name, Duration.ofMillis(random.nextInt(5, 200)), run -> run(key));
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> job.pause();
      case 1 -> job.resume();
      case 2 -> job.rescheduleEvery(Duration.ofMillis(random.nextInt(5, 200)));
      case 3 -> job.runNow();
      case 4 -> job.cancel();
      default -> {}
    }
  }

  private void run(int key) {
    if (running[key].incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    try {
      runs.increment();
      if (key % 50 == 0) {
        throw new Fault("reminder of " + key);
      }
    } finally {
      running[key].decrementAndGet();
    }
  }

  /** Nothing comes or goes any more until it lives on; its jobs are done. */
  void rest() throws InterruptedException {
    scheduler.jobs().forEach(ScheduledJob::cancel);
    for (String each : CHAIN) {
      host.control(each).start();
    }
    while (queue.status().waiting() + queue.status().delayed() + queue.status().running() > 0) {
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  // ---- its end

  /** What was wrong with it. */
  List<String> end() throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    if (host.state() != HostState.RUNNING) {
      wrong.add("it is " + host.state());
    }
    StopReport report = host.stop();
    if (!report.clean()) {
      wrong.add(report.toString());
    }
    QueueStatus done = queue.status();
    if (done.accepted() != submitted
        || done.succeeded() + done.failed() + done.handedBack() != submitted) {
      wrong.add(submitted + " jobs were submitted: " + done);
    }
    if (overlaps.get() > 0) {
      wrong.add(overlaps + " runs of a job began during another");
    }
    try {
      queue.trySubmit(1);
      wrong.add("the queue of a host that has stopped takes jobs");
    } catch (RejectedExecutionException expected) {
      // as it must be
    }
    return wrong;
  }

  @Override
  public String toString() {
    return "%d ticks, %d runs, %d jobs, %d restarts, %d orders, %d events"
        .formatted(ticks.sum(), runs.sum(), submitted, restarts(), orders, events.sum());
  }

  private int restarts() {
    return host.services().stream().mapToInt(status -> status.restarts()).sum();
  }
}
