package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.thread.Workplace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Gives a service its orders while the host runs, and waits until they are carried out. Who waits
 * for whom the runners see to: an order for several is given to all at once.
 */
final class Operator implements ServiceControl {

  /** One that an order is for, and which of its lives is to come up. */
  private record Awaited(ServiceRunner runner, int life) {

    /** Under the monitor: it is up, or it will not be. One that has failed is down by then. */
    boolean isDecided() {
      return runner.isGone()
          || runner.isUp()
          || (!runner.isWanted() && runner.ownFailure() == null)
          || (runner.isDown() && (!runner.isWanted() || runner.lives() >= life));
    }
  }

  private final HostCore core;
  private final ServiceRunner runner;

  Operator(HostCore core, ServiceRunner runner) {
    this.core = core;
    this.runner = runner;
  }

  @Override
  public ServiceStatus status() {
    return runner.status();
  }

  @Override
  public ServiceStatus stop() throws InterruptedException {
    return stop(List.of());
  }

  @Override
  public ServiceStatus stopWithDependents() throws InterruptedException {
    return stop(dependents(any -> true));
  }

  private ServiceStatus stop(List<ServiceRunner> along) throws InterruptedException {
    List<ServiceRunner> concerned = withItself(along);
    core.monitor()
        .run(() -> {
          refuseUnlessRunning();
          refuseOwnThreads(concerned);
          refuseWithDependents(concerned, ServiceRunner::isWanted);
          concerned.forEach(ServiceRunner::orderStop);
        });
    concerned.forEach(ServiceRunner::obey);
    core.awaitChange(() -> concerned.stream().allMatch(r -> r.isDown() || r.isWanted()));
    return runner.status();
  }

  @Override
  public ServiceStatus start() throws InterruptedException {
    if (core.monitor().get(() -> runner.isUp() && runner.ownFailure() != null)) {
      return restart(); // it failed, and was left as it was
    }
    List<Awaited> awaited = new ArrayList<>();
    core.monitor()
        .run(() -> {
          refuseUnlessRunning();
          refuseOwnThreads(List.of(runner));
          refuseAbandoned(List.of(runner));
          refuseOwnDependencies();
          refuseWithoutDependencies();
          awaited.add(new Awaited(runner, runner.orderStart()));
        });
    runner.obey();
    return awaitUp(awaited);
  }

  @Override
  public ServiceStatus restart() throws InterruptedException {
    return restart(List.of());
  }

  @Override
  public ServiceStatus restartWithDependents() throws InterruptedException {
    return restart(dependents(ServiceRunner::isWanted));
  }

  private ServiceStatus restart(List<ServiceRunner> along) throws InterruptedException {
    List<ServiceRunner> concerned = withItself(along);
    List<Awaited> awaited = new ArrayList<>();
    core.monitor()
        .run(() -> {
          refuseUnlessRunning();
          refuseOwnThreads(concerned);
          refuseAbandoned(concerned);
          refuseWithDependents(concerned, r -> !r.isDown());
          refuseOwnDependencies();
          refuseWithoutDependencies();
          concerned.forEach(r -> awaited.add(new Awaited(r, r.orderRestart())));
        });
    concerned.forEach(ServiceRunner::obey);
    return awaitUp(awaited);
  }

  private ServiceStatus awaitUp(List<Awaited> awaited) throws InterruptedException {
    core.awaitChange(() -> core.isStopRequested() || awaited.stream().allMatch(Awaited::isDecided));
    List<ServiceRunner> notUp =
        core.monitor()
            .get(() -> awaited.stream().map(Awaited::runner).filter(r -> !r.isUp()).toList());
    if (!notUp.isEmpty()) {
      throwFailureOf(notUp);
    }
    return runner.status();
  }

  /** The others are not up because of one that failed, if one has. */
  private void throwFailureOf(List<ServiceRunner> notUp) {
    for (ServiceRunner each : notUp) {
      Throwable failure = core.monitor().get(each::ownFailure);
      if (failure != null && !core.isStopRequested()) {
        throw new ServiceFailedException(core.name(), each.name(), failure);
      }
    }
    ServiceRunner first = notUp.get(0);
    boolean gone = core.monitor().get(first::isGone);
    String why =
        core.isStopRequested()
            ? "the host stops"
            : gone ? "it was abandoned" : "it was stopped meanwhile";
    throw new IllegalStateException(first.threadName() + " did not start: " + why);
  }

  // ---- who

  private List<ServiceRunner> withItself(List<ServiceRunner> others) {
    return Stream.concat(others.stream(), Stream.of(runner)).toList();
  }

  /** Directly or through others. */
  private List<ServiceRunner> dependents(Predicate<ServiceRunner> which) {
    Set<ServiceRunner> found = reached(runner, r -> r.place().neighbours().dependents());
    return core.monitor().get(() -> found.stream().filter(which).toList());
  }

  private static Set<ServiceRunner> reached(
      ServiceRunner from, Function<ServiceRunner, List<ServiceRunner>> step) {
    Set<ServiceRunner> found = new LinkedHashSet<>();
    Deque<ServiceRunner> open = new ArrayDeque<>(step.apply(from));
    while (!open.isEmpty()) {
      ServiceRunner next = open.remove();
      if (found.add(next)) {
        open.addAll(step.apply(next));
      }
    }
    return found;
  }

  // ---- what speaks against it; under the monitor

  private void refuseUnlessRunning() {
    if (core.state() != HostState.RUNNING || core.isStopRequested()) {
      throw new IllegalStateException(
          "host '"
              + core.name()
              + "' is not running: it is "
              + (core.isStopRequested() ? "stopping" : core.state()));
    }
  }

  private void refuseOwnThreads(List<ServiceRunner> concerned) {
    Workplace here = Workplace.current();
    if (core.isAt(here)) {
      String own = here.service();
      if (concerned.stream().anyMatch(r -> r.name().equals(own))) {
        throw new IllegalStateException(
            "thread '"
                + Thread.currentThread().getName()
                + "' belongs to '"
                + own
                + "', and would wait for itself");
      }
    }
  }

  private void refuseAbandoned(List<ServiceRunner> concerned) {
    concerned.stream()
        .filter(ServiceRunner::isGone)
        .findFirst()
        .ifPresent(r -> {
          throw new IllegalStateException(
              r.threadName() + " was abandoned, and runs on: it cannot be started again");
        });
  }

  /** Who waits for its own service to be up cannot wait for one that comes after it. */
  private void refuseOwnDependencies() {
    Workplace here = Workplace.current();
    if (core.isAt(here)) {
      reached(runner, r -> r.place().neighbours().dependencies()).stream()
          .filter(r -> r.name().equals(here.service()) && !r.isUp())
          .findFirst()
          .ifPresent(r -> {
            throw new IllegalStateException(
                "'" + runner.name() + "' depends on '" + r.name() + "', which is not up yet");
          });
    }
  }

  /** Those of {@code concerned} that are {@code lost} would be lost to others. */
  private void refuseWithDependents(List<ServiceRunner> concerned, Predicate<ServiceRunner> lost) {
    Set<ServiceRunner> known = new HashSet<>(concerned);
    List<String> inTheWay =
        concerned.stream()
            .filter(lost)
            .flatMap(r -> r.place().neighbours().dependents().stream())
            .filter(r -> r.isWanted() && !r.isGone() && !known.contains(r))
            .map(ServiceRunner::name)
            .distinct()
            .toList();
    if (!inTheWay.isEmpty()) {
      throw new IllegalStateException(
          inTheWay + " depend on '" + runner.name() + "' and would lose it: take them along");
    }
  }

  private void refuseWithoutDependencies() {
    List<String> missing =
        runner.place().neighbours().dependencies().stream()
            .filter(r -> !r.isWanted() || r.isGone())
            .map(r -> r.name() + " (" + r.status().state() + ")")
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "'" + runner.name() + "' depends on " + missing + ": start that first");
    }
  }
}
