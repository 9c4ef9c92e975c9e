package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceControl;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One host drawn from a seed: a random graph of {@link RandomServices}, and random things that
 * happen to it until it has stopped. In manual time a seed gives the same life again, turn by turn.
 */
final class RandomHost {

  /** What was wrong, and by how much the stop overshot its deadline. */
  record Outcome(
      long seed, List<String> wrong, Duration overshoot, int abandoned, int restarts, int checks) {}

  private final long seed;
  private final SplittableRandom random;
  private final TimeSource time;

  /** What real threads need to get going, which no share is meant for. */
  private final Duration tolerance;

  private final Witness witness = new Witness();
  private final Signal release;
  private final RandomServices services;
  private final RandomHealth health;
  private final RandomOptions options;
  private final List<String> names;
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final List<StopReport> reports = new CopyOnWriteArrayList<>();
  private final List<Thread> others = new CopyOnWriteArrayList<>();
  private Duration deadline = Duration.ZERO;
  private Duration drain = Duration.ZERO;

  private RandomHost(long seed, TimeSource time, Duration unit, Duration tolerance) {
    this.seed = seed;
    this.time = time;
    this.tolerance = tolerance;
    random = new SplittableRandom(seed);
    release = new Signal(time);
    health = new RandomHealth(time, unit, release);
    services = new RandomServices(time, unit, release, witness, health);
    options = new RandomOptions(services, witness, health);
    names = IntStream.range(0, random.nextInt(1, 9)).mapToObj(i -> "s" + i).toList();
  }

  static Outcome inManualTime(long seed) throws Exception {
    ManualTimeSource time = ManualTimeSource.withShuffledTurns(seed);
    RandomHost random = new RandomHost(seed, time, Duration.ofSeconds(1), Duration.ZERO);
    Outcome outcome = time.drive(random::live);
    random.release.raise();
    time.advance(Duration.ofDays(1));
    return random.withoutThreadsLeft(outcome);
  }

  static Outcome inRealTime(long seed) throws Exception {
    RandomHost random =
        new RandomHost(seed, TimeSource.system(), Duration.ofMillis(40), Duration.ofMillis(50));
    Outcome outcome = random.live();
    random.release.raise();
    return random.withoutThreadsLeft(outcome);
  }

  private Outcome live() throws Exception {
    Host host = build();
    witness.watches(host);
    disturb(host);
    try {
      host.start();
    } catch (HostStartException e) {
      if (host.state() == HostState.RUNNING) {
        wrong.add("it did not start, and runs");
      }
    }
    StopReport report = awaitReport(host);
    if (!reports.stream().allMatch(report::equals)) {
      wrong.add("not all callers were given " + report);
    }
    wrong.addAll(witness.verdict(report));
    wrong.addAll(health.verdict());
    checkShares(report);
    return new Outcome(
        seed,
        wrong,
        report.took().minus(deadline),
        report.in(ServiceState.ABANDONED).size(),
        report.services().stream().mapToInt(ServiceStatus::restarts).sum(),
        health.checks());
  }

  private Host build() {
    deadline = services.upTo(random, 30).plus(services.upTo(random, 1));
    HostBuilder builder =
        Host.builder("h" + seed)
            .timeSource(time)
            .randomSeed(seed)
            .shutdownTimeout(deadline)
            .listener(witness::hears)
            .listener(health::hears);
    if (random.nextBoolean()) {
      builder.startConcurrently();
    }
    if (random.nextBoolean()) {
      builder.stopConcurrently();
    }
    if (random.nextInt(5) == 0) {
      builder.startupTimeout(services.upTo(random, 20));
    }
    if (random.nextInt(5) == 0) {
      drain = deadline.dividedBy(random.nextInt(2, 9));
      builder.drainDelay(drain);
    }
    boolean hasWork = false;
    for (int i = 0; i < names.size(); i++) {
      HostedService service = services.next(names.get(i), random);
      hasWork |= service instanceof BackgroundService;
      add(builder, i, service);
    }
    if (hasWork && random.nextInt(4) == 0) {
      builder.stopWhenComplete();
    }
    return builder.build();
  }

  private void add(HostBuilder builder, int number, HostedService service) {
    List<String> dependencies = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      if (random.nextInt(3) == 0) {
        dependencies.add(names.get(i));
      }
    }
    String name = names.get(number);
    witness.knows(name, dependencies);
    Consumer<ServiceOptions> choice = chosen -> options.choose(chosen, name, dependencies, random);
    if (random.nextInt(4) == 0) {
      builder.add(name, () -> service, choice);
    } else {
      builder.add(name, service, choice);
    }
  }

  // ---- what happens to it

  private void disturb(Host host) {
    for (int i = random.nextInt(6); i > 0; i--) {
      SplittableRandom own = random.split();
      spawn(() -> {
        HostFixture.sleep(time, services.upTo(own, 30));
        order(host, own);
      });
    }
    if (random.nextInt(3) == 0) {
      SplittableRandom own = random.split();
      spawn(() -> {
        HostFixture.sleep(time, services.upTo(own, 20));
        stopSomehow(host, own);
      });
    }
    stopInTheEndFromAllSides(host);
  }

  private void order(Host host, SplittableRandom own) throws InterruptedException {
    ServiceControl control = host.control(names.get(own.nextInt(names.size())));
    try {
      switch (own.nextInt(6)) {
        case 0 -> control.stop();
        case 1 -> control.stopWithDependents();
        case 2, 3 -> control.start();
        case 4 -> control.restart();
        default -> control.restartWithDependents();
      }
    } catch (IllegalStateException | ServiceFailedException e) {
      witness.sees(Thread.currentThread());
    }
  }

  private void stopInTheEndFromAllSides(Host host) {
    Duration end = services.upTo(random, 40);
    for (int i = 0; i < 3; i++) {
      SplittableRandom own = random.split();
      spawn(() -> {
        HostFixture.sleep(time, end);
        stopSomehow(host, own);
      });
    }
  }

  private static StopReport awaitReport(Host host) throws InterruptedException {
    boolean stopped = host.awaitTermination(Duration.ofDays(1));
    return stopped ? host.stop() : awaitReport(host);
  }

  private void stopSomehow(Host host, SplittableRandom own) throws InterruptedException {
    switch (own.nextInt(3)) {
      case 0 -> host.lifetime().requestStop();
      case 1 -> host.close();
      default -> reports.add(host.stop());
    }
  }

  private interface Deed {
    void run() throws InterruptedException;
  }

  private void spawn(Deed deed) {
    Runnable body =
        () -> {
          try {
            deed.run();
          } catch (InterruptedException e) {
            wrong.add("interrupted: " + e);
          }
        };
    others.add(Thread.ofVirtual().name("h" + seed + "/other").start(time.enlist(body)));
  }

  // ---- what must hold

  /**
   * Who was abandoned had the sure share, with H at most the number of services, unless less was
   * chosen for it, of which the step before the stop may have taken half. One that hung in {@code
   * stopped} had stopped before.
   */
  private void checkShares(StopReport report) {
    long reserve = Math.min(Duration.ofMillis(250).toNanos(), deadline.toNanos() / 4);
    long half = Math.max(0, deadline.minus(drain).toNanos() - reserve) / 2;
    long sure = Math.min(Duration.ofSeconds(1).toNanos(), half / names.size());
    for (ServiceStatus status : report.in(ServiceState.ABANDONED)) {
      Duration chosen = options.stopTimeoutOf(status.name());
      Duration had = status.stopTook().orElse(Duration.ZERO).plus(tolerance);
      if (had.toNanos() < Math.min(sure, chosen.toNanos() / 2)
          && !witness.isInStopped(status.name())) {
        wrong.add(status.name() + " had only " + had + " of " + Duration.ofNanos(sure));
      }
    }
  }

  private Outcome withoutThreadsLeft(Outcome outcome) throws InterruptedException {
    List<Thread> all = new ArrayList<>(others);
    all.addAll(witness.threads());
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("h" + seed))
        .forEach(all::add);
    for (Thread thread : all) {
      boolean mine = thread.getName().startsWith("h" + seed);
      if (mine && !thread.join(Duration.ofSeconds(10))) {
        wrong.add("left: " + thread + " at " + List.of(thread.getStackTrace()));
      }
    }
    return outcome;
  }
}
