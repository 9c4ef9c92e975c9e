package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.jobs.RecurringJob;
import io.javalin.http.ConflictResponse;
import io.javalin.http.NotFoundResponse;
import java.util.concurrent.RejectedExecutionException;

/** What an operator may do on the page. Each returns when it is done. */
final class Operations {

  /** One of them. */
  private interface Operation {
    void run() throws InterruptedException;
  }

  private final Watched watched;

  Operations(Watched watched) {
    this.watched = watched;
  }

  /** Does it to a service, and to those that cannot do without. */
  void operate(String service, String operation) throws InterruptedException {
    Host host = watched.host().get();
    refuseUnknown(host, service);
    switch (operation) {
      case "stop" -> conflictIfRefused(() -> host.control(service).stopWithDependents());
      case "start" -> conflictIfRefused(() -> startWithWhatItNeeds(host, service));
      case "restart" -> conflictIfRefused(() -> host.control(service).restartWithDependents());
      default -> throw new NotFoundResponse("one can stop, start and restart a service");
    }
  }

  private void startWithWhatItNeeds(Host host, String service) throws InterruptedException {
    for (String needed : Dependencies.among(host.services()).allNeededBy(service)) {
      if (!needed.equals(watched.page())) {
        host.control(needed).start(); // has no effect on one that runs
      }
    }
    host.control(service).start();
  }

  /** The page cannot wait for its own end, and is what one starts it with. */
  private void refuseUnknown(Host host, String service) {
    if (host.services().stream().noneMatch(status -> status.name().equals(service))) {
      throw new NotFoundResponse("there is no such service");
    }
    if (service.equals(watched.page())) {
      throw new ConflictResponse("this page cannot stop itself");
    }
  }

  /** Runs a job now; how it went is on the page. */
  void runNow(String name) {
    RecurringJob job = watched.jobs().get(name);
    if (job == null) {
      throw new NotFoundResponse("there is no such job");
    }
    try {
      job.runNow();
    } catch (RejectedExecutionException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
  }

  /** The host says why in its message: it stops, or the service failed to start. */
  private static void conflictIfRefused(Operation operation) throws InterruptedException {
    try {
      operation.run();
    } catch (IllegalStateException | ServiceFailedException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    }
  }
}
