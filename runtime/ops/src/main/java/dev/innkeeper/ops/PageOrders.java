package dev.innkeeper.ops;

import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.service.HostView;
import java.util.concurrent.RejectedExecutionException;

/** What an operator may do on the page. Each returns when it is done. For any thread. */
final class PageOrders {

  /** One of them. */
  private interface Order {
    void carryOut() throws InterruptedException;
  }

  private final PageModel model;

  PageOrders(PageModel model) {
    this.model = model;
  }

  /** Does it to a service, and to those that cannot do without. */
  void service(String service, String operation) throws PageRefusal, InterruptedException {
    HostView host = model.host();
    refuseUnknown(service);
    switch (operation) {
      case "stop" -> conflictIfRefused(() -> host.control(service).stopWithDependents());
      case "start" -> conflictIfRefused(() -> startWithWhatItNeeds(service));
      case "restart" -> conflictIfRefused(() -> host.control(service).restartWithDependents());
      default -> throw PageRefusal.notFound("a service can only be stopped, started or restarted");
    }
  }

  /** Answers with a 404 if there is none with this name. */
  void refuseUnknown(String service) throws PageRefusal {
    if (model.host().services().stream().noneMatch(status -> status.name().equals(service))) {
      throw PageRefusal.notFound("there is no such service");
    }
  }

  private void startWithWhatItNeeds(String service) throws InterruptedException {
    for (String needed : model.graph().allNeededBy(service)) {
      model.host().control(needed).start(); // has no effect on one that runs
    }
    model.host().control(service).start();
  }

  /** How a run that is begun goes is seen on the page. */
  void job(String service, String operation) throws PageRefusal, InterruptedException {
    RecurringJob job = model.jobs().get(service);
    if (job == null) {
      throw PageRefusal.notFound("there is no such job");
    }
    operate(operation, job::runNow, job::pause, job::resume);
  }

  /** The same for a job of a scheduler. */
  void scheduledJob(String service, String key, String operation)
      throws PageRefusal, InterruptedException {
    JobScheduler scheduler = model.schedulers().get(service);
    if (scheduler == null) {
      throw PageRefusal.notFound("there is no such scheduler");
    }
    ScheduledJob job =
        scheduler.find(key).orElseThrow(() -> PageRefusal.notFound("there is no such job"));
    operate(operation, job::runNow, job::pause, job::resume);
  }

  private static void operate(String operation, Order run, Runnable pause, Runnable resume)
      throws PageRefusal, InterruptedException {
    switch (operation) {
      case "run" -> conflictIfRefused(run);
      case "pause" -> pause.run();
      case "resume" -> resume.run();
      default -> throw PageRefusal.notFound("a job can only be run, paused or resumed");
    }
  }

  /** Has a job that has failed for good done once more. */
  void putBack(String name, String job) throws PageRefusal, InterruptedException {
    JobQueue<?, ?> queue = model.queues().get(name);
    if (queue != null) {
      model.failedJobs().putBack(name, queue, job);
      return;
    }
    JobGroup.Queue inGroup = model.queueInGroup(name);
    if (inGroup == null) {
      throw PageRefusal.notFound("there is no such queue");
    }
    if (!isPutBack(inGroup, job)) {
      throw PageRefusal.notFound("no such failed job is kept: it was put back, or cancelled");
    }
  }

  private static boolean isPutBack(JobGroup.Queue queue, String job)
      throws PageRefusal, InterruptedException {
    try {
      return queue.putBack(job);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // of its database
      throw PageRefusal.conflict("the job could not be put back: " + PageText.message(e));
    }
  }

  /** The host says why in its message: it stops, or the service failed to start. */
  private static void conflictIfRefused(Order order) throws PageRefusal, InterruptedException {
    try {
      order.carryOut();
    } catch (IllegalStateException | ServiceFailedException | RejectedExecutionException e) {
      throw PageRefusal.conflict(PageText.shortened(String.valueOf(e.getMessage()), 1_000));
    }
  }
}
