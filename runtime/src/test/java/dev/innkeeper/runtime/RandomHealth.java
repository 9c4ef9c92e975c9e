package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the services of a {@link RandomHost} say of their health, and what the host makes of it. */
final class RandomHealth {

  private static final List<Readiness> LEVELS = List.of(Readiness.values());

  private final TimeSource time;
  private final Duration unit;
  private final Signal release;

  /** Of each service what was heard last. */
  private final Map<String, Health.Status> heard = new ConcurrentHashMap<>();

  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final AtomicInteger checks = new AtomicInteger();

  RandomHealth(TimeSource time, Duration unit, Signal release) {
    this.time = time;
    this.unit = unit;
    this.release = release;
  }

  private Duration upTo(SplittableRandom random, int units) {
    return Duration.ofNanos(random.nextLong(2, unit.toNanos() * units));
  }

  void choose(String service, ServiceOptions options, SplittableRandom random) {
    SplittableRandom own = random.split();
    if (random.nextInt(4) == 0) {
      options.readiness(LEVELS.get(own.nextInt(LEVELS.size())));
    }
    if (random.nextInt(3) == 0) {
      Duration every = upTo(own, 5);
      Duration timeout = Duration.ofNanos(own.nextLong(1, every.toNanos()));
      AtomicInteger present = new AtomicInteger();
      options.healthCheck(every, timeout, () -> check(service, own, present));
    }
  }

  /** One at a time, so that they can share the numbers. */
  private Health check(String service, SplittableRandom own, AtomicInteger present)
      throws Exception {
    checks.incrementAndGet();
    if (present.incrementAndGet() != 1) {
      wrong.add("two checks of " + service + " at a time");
    }
    try {
      switch (own.nextInt(8)) {
        case 0 -> throw new IllegalStateException("nobody knows");
        case 1 -> release.await();
        case 2, 3 -> HostFixture.sleep(time, upTo(own, 5));
        default -> {}
      }
      return draw(own);
    } finally {
      present.decrementAndGet();
    }
  }

  /** Says some words. */
  void say(ServiceContext context, SplittableRandom own) {
    for (int i = own.nextInt(3); i > 0; i--) {
      context.health(draw(own));
    }
  }

  private static Health draw(SplittableRandom own) {
    return switch (own.nextInt(4)) {
      case 0 -> Health.down("broken");
      case 1 -> Health.degraded("slow");
      default -> Health.up();
    };
  }

  /** Each change begins where the one before has ended. */
  void hears(HostEvent event) {
    if (event instanceof HostEvent.HealthChanged changed) {
      Health.Status before = heard.getOrDefault(changed.service(), Health.Status.UP);
      Health.Status now = changed.now().status();
      if (changed.before().status() != before || now == before) {
        wrong.add("%s was %s: %s".formatted(changed.service(), before, changed));
      }
      heard.put(changed.service(), now);
    }
  }

  int checks() {
    return checks.get();
  }

  List<String> verdict() {
    return wrong;
  }
}
