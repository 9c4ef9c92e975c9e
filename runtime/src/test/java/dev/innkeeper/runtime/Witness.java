package dev.innkeeper.runtime;

import dev.innkeeper.runtime.RandomServices.Boom;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Sees what is done to services and by them, and notes what must not be. */
final class Witness {

  private static final class Seen {
    int starts;
    int stops;
    int workers;
    boolean stopRuns;

    /** Its start has returned and its stop has not. */
    boolean isUp;

    String lastPhase = "";

    /** The others may do without it. */
    boolean mayBeMissing;

    /** Its own failure may bring it down although others depend on it. */
    boolean failed;
  }

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock:
  private final Map<String, Seen> services = new LinkedHashMap<>();
  private final Map<String, List<String>> dependencies = new LinkedHashMap<>();
  private final Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Boom, Integer> thrown = new LinkedHashMap<>();

  /** Those whose start took too long: what it throws at the same moment is no second failure. */
  private final Set<String> startsGivenUp = new HashSet<>();

  private final List<String> trail = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private boolean over;
  private Host host;

  void knows(String service, List<String> dependsOn) {
    services.put(service, new Seen());
    dependencies.put(service, dependsOn);
  }

  void mayBeMissing(String service) {
    services.get(service).mayBeMissing = true;
  }

  void watches(Host watched) {
    host = watched;
  }

  private void note(String service, String what, Consumer<Seen> note) {
    lock.lock();
    try {
      threads.add(Thread.currentThread());
      trail.add(service + " " + what);
      note.accept(services.get(service));
    } finally {
      lock.unlock();
    }
  }

  private void isWrong(String what) {
    wrong.add(what + "\n    after " + trail);
  }

  // ---- what services do

  void sees(Thread thread) {
    lock.lock();
    try {
      threads.add(thread);
    } finally {
      lock.unlock();
    }
  }

  void ignoresAnInterrupt() {
    sees(Thread.currentThread());
  }

  void phase(String service, String phase) {
    note(service, phase, seen -> seen.lastPhase = phase);
  }

  boolean isInStopped(String service) {
    lock.lock();
    try {
      return services.get(service).lastPhase.equals("stopped");
    } finally {
      lock.unlock();
    }
  }

  void startBegins(String service) {
    note(
        service,
        "starts",
        seen -> {
          if (seen.isUp || seen.workers > 0 || seen.stopRuns) {
            isWrong(service + " is started while it runs");
          }
          seen.failed = false;
          for (String dependency : dependencies.get(service)) {
            Seen before = services.get(dependency);
            if (before.starts == 0 && !before.mayBeMissing) {
              isWrong(service + " is started before " + dependency);
            }
          }
        });
  }

  void startReturns(String service) {
    note(
        service,
        "started",
        seen -> {
          seen.starts++;
          seen.isUp = true;
        });
  }

  void workBegins(String service) {
    note(service, "works", seen -> seen.workers++);
  }

  void startedFails(String service) {
    note(service, "fails in started", seen -> seen.failed = true);
  }

  void workFails(String service) {
    note(service, "fails", seen -> seen.failed = true);
  }

  void workEnds(String service) {
    note(service, "ends", seen -> seen.workers--);
  }

  void isAsked(String service) {
    note(service, "is asked", seen -> refuseWithDependents(service, seen));
  }

  void stopBegins(String service) {
    note(
        service,
        "stops",
        seen -> {
          seen.stops++;
          seen.stopRuns = true;
          if (!seen.isUp) {
            isWrong(service + " is stopped without a start");
          }
          refuseWithDependents(service, seen);
        });
  }

  void stopEnds(String service) {
    note(
        service,
        "stopped",
        seen -> {
          seen.stopRuns = false;
          seen.isUp = false;
        });
  }

  /** Only a service's own failure takes it from those that depend on it. */
  private void refuseWithDependents(String service, Seen seen) {
    if (seen.failed || over || hasNotStartedInTime(service)) {
      return;
    }
    dependencies.forEach((dependent, on) -> {
      Seen other = services.get(dependent);
      boolean runs = other.isUp || other.workers > 0;
      if (on.contains(service) && runs && !isAbandoned(dependent)) {
        isWrong(service + " is asked to stop while " + dependent + " depends on it");
      }
    });
  }

  /** A failure that nobody throws here. */
  private boolean hasNotStartedInTime(String service) {
    return host.service(service).failure().filter(TimeoutException.class::isInstance).isPresent();
  }

  private boolean isAbandoned(String service) {
    return host.services().stream()
        .anyMatch(s -> s.name().equals(service) && s.state() == ServiceState.ABANDONED);
  }

  Boom throwing(Boom boom) {
    lock.lock();
    try {
      thrown.put(boom, 0);
      return boom;
    } finally {
      lock.unlock();
    }
  }

  /** As a listener of the host. */
  void hears(HostEvent event) {
    sees(Thread.currentThread());
    if (event instanceof HostEvent.ServiceFailed failed) {
      lock.lock();
      try {
        if (failed.failure() instanceof Boom boom) {
          thrown.merge(boom, 1, Integer::sum);
        } else if (failed.failure() instanceof TimeoutException) {
          startsGivenUp.add(failed.service());
        }
      } finally {
        lock.unlock();
      }
    }
  }

  // ---- the verdict

  /** When the host's stop has returned, and before what hangs is released. */
  List<String> verdict(StopReport report) {
    lock.lock();
    try {
      over = true;
      for (ServiceStatus status : report.services()) {
        check(status, services.get(status.name()));
      }
      thrown.forEach((boom, times) -> {
        boolean hasFailedBefore =
            isAbandoned(boom.service()) || startsGivenUp.contains(boom.service());
        if (times != 1 && !(times == 0 && hasFailedBefore)) {
          isWrong(boom.getMessage() + " was reported " + times + " times");
        }
      });
      return List.copyOf(wrong);
    } finally {
      lock.unlock();
    }
  }

  private void check(ServiceStatus status, Seen seen) {
    switch (status.state()) {
      case ABANDONED -> {
        if (seen.stops > seen.starts) {
          isWrong(status + " was stopped more often than started");
        }
      }
      case NEW, START_ABORTED, STOPPED, FAILED -> {
        if (seen.stops != seen.starts || seen.isUp || seen.workers > 0) {
          isWrong(status + " was started " + seen.starts + " times, stopped " + seen.stops);
        }
      }
      default -> isWrong(status + " is no end");
    }
  }

  List<Thread> threads() {
    lock.lock();
    try {
      return List.copyOf(threads);
    } finally {
      lock.unlock();
    }
  }
}
