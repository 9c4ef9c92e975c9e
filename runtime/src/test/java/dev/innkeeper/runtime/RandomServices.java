package dev.innkeeper.runtime;

import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Services that behave badly in all the ways there are, drawn from a random source. What hangs,
 * hangs until {@code release}. Everything they do is told to a {@link Witness}.
 */
final class RandomServices {

  /** What a call does. */
  enum Manner {
    AT_ONCE,
    SLOWLY,
    FAILS,
    /** Until it is interrupted, or released. */
    HANGS,
    /** Until it is released, whatever else happens. */
    DEAF
  }

  /** A failure that must be reported. */
  static final class Boom extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String service;

    Boom(String service, String call) {
      super(service + " in " + call);
      this.service = service;
    }

    String service() {
      return service;
    }
  }

  private final TimeSource time;
  private final Duration unit;
  private final Signal release;
  private final Witness witness;
  private final RandomHealth health;

  RandomServices(
      TimeSource time, Duration unit, Signal release, Witness witness, RandomHealth health) {
    this.time = time;
    this.unit = unit;
    this.release = release;
    this.witness = witness;
    this.health = health;
  }

  /** A random duration of up to so many units. */
  Duration upTo(SplittableRandom random, int units) {
    return Duration.ofNanos(random.nextLong(1, unit.toNanos() * units));
  }

  HostedService next(String name, SplittableRandom random) {
    Behaviour behaviour = new Behaviour(name, random.split());
    return switch (random.nextInt(5)) {
      case 0 -> new Plain(behaviour);
      case 1 -> new Observer(behaviour);
      case 2 -> new ObservingWorker(behaviour);
      default -> new Worker(behaviour);
    };
  }

  /** The five kinds of calls, whatever the service is. */
  private final class Behaviour {
    private final String name;
    private final ReentrantLock randomLock = new ReentrantLock();
    private final SplittableRandom random;
    private final Manner ofStart;
    private final Manner ofWork;
    private final Manner ofStop;
    private final Manner ofPhases;
    private final boolean readyAtOnce;
    private final boolean forks;
    private final SplittableRandom ofHealth;

    Behaviour(String name, SplittableRandom random) {
      this.name = name;
      this.random = random;
      ofStart = draw(80, 10, 4, 3, 3);
      ofWork = draw(15, 25, 25, 25, 10);
      ofStop = draw(65, 15, 10, 5, 5);
      ofPhases = draw(80, 10, 4, 3, 3);
      readyAtOnce = random.nextBoolean();
      forks = random.nextInt(3) == 0;
      ofHealth = random.split();
    }

    /** How many in a hundred there are of each, in the order of {@link Manner}. */
    private Manner draw(Integer... weights) {
      Iterator<Integer> weight = List.of(weights).iterator();
      int point = random.nextInt(100);
      for (Manner manner : Manner.values()) {
        point -= weight.next();
        if (point < 0) {
          return manner;
        }
      }
      throw new IllegalArgumentException("the weights are less than 100");
    }

    void start(ServiceContext context) throws InterruptedException {
      witness.startBegins(name);
      health.say(context, ofHealth);
      context.onStopRequested(() -> witness.isAsked(name));
      act("start", ofStart);
      witness.startReturns(name);
      if (readyAtOnce) {
        context.ready();
      }
    }

    void work(ServiceContext context) throws InterruptedException {
      witness.workBegins(name);
      health.say(context, ofHealth);
      try {
        if (forks) {
          fork(context);
        }
        context.ready();
        if (ofWork == Manner.SLOWLY) {
          context.awaitStop();
        } else {
          act("work", ofWork);
        }
      } catch (Boom e) {
        witness.workFails(name);
        throw e;
      } finally {
        witness.workEnds(name);
      }
    }

    private void fork(ServiceContext context) throws InterruptedException {
      Duration pause = pause();
      try (TaskScope scope = context.openScope("children")) {
        scope.fork(() -> {
          witness.sees(Thread.currentThread());
          return context.awaitStop(pause);
        });
        scope.join();
      }
    }

    void stop() throws InterruptedException {
      witness.stopBegins(name);
      try {
        act("stop", ofStop);
      } finally {
        witness.stopEnds(name);
      }
    }

    void phase(String phase) throws InterruptedException {
      witness.phase(name, phase);
      try {
        act(phase, ofPhases);
      } catch (Boom e) {
        if (phase.equals("started")) {
          witness.startedFails(name);
        }
        throw e;
      }
    }

    private void act(String what, Manner manner) throws InterruptedException {
      switch (manner) {
        case AT_ONCE -> {}
        case SLOWLY -> HostFixture.sleep(time, pause());
        case FAILS -> {
          HostFixture.sleep(time, pause());
          throw witness.throwing(new Boom(name, what));
        }
        case HANGS -> release.await();
        case DEAF -> awaitDeaf();
      }
    }

    /** The calls of one service do not overlap, but its work and its stop may. */
    private Duration pause() {
      randomLock.lock();
      try {
        return upTo(random, 5);
      } finally {
        randomLock.unlock();
      }
    }

    private void awaitDeaf() {
      while (!release.isRaised()) {
        try {
          release.await();
        } catch (InterruptedException e) {
          witness.ignoresAnInterrupt();
        }
      }
    }
  }

  private record Plain(Behaviour behaviour) implements HostedService {
    @Override
    public void start(ServiceContext context) throws InterruptedException {
      behaviour.start(context);
      context.ready();
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      behaviour.stop();
    }
  }

  private record Worker(Behaviour behaviour) implements BackgroundService {
    @Override
    public void start(ServiceContext context) throws InterruptedException {
      behaviour.start(context);
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      behaviour.work(context);
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      behaviour.stop();
    }
  }

  private interface Phases extends HostedLifecycleService {
    Behaviour behaviour();

    @Override
    default void starting(ServiceContext context) throws InterruptedException {
      behaviour().phase("starting");
    }

    @Override
    default void started(ServiceContext context) throws InterruptedException {
      behaviour().phase("started");
    }

    @Override
    default void stopping(ServiceContext context) throws InterruptedException {
      behaviour().phase("stopping");
    }

    @Override
    default void stopped(ServiceContext context) throws InterruptedException {
      behaviour().phase("stopped");
    }

    @Override
    default void start(ServiceContext context) throws InterruptedException {
      behaviour().start(context);
      context.ready();
    }

    @Override
    default void stop(ServiceContext context) throws InterruptedException {
      behaviour().stop();
    }
  }

  private record Observer(Behaviour behaviour) implements Phases {}

  private record ObservingWorker(Behaviour behaviour) implements Phases, BackgroundService {
    @Override
    public void start(ServiceContext context) throws InterruptedException {
      behaviour.start(context);
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      behaviour.work(context);
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      behaviour.stop();
    }
  }
}
