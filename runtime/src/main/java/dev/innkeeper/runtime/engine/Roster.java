package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.snapshot.ServiceSnapshot;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The services of a host: the life that each is in, and how it stands. Read by any thread. */
final class Roster {

  private final Engine engine;
  private final List<ServicePlan> plans;

  /** The present life of each service, or the last one. Written in a drain. */
  private final AtomicReferenceArray<LifeThread> lives;

  /** How each stands. Written in a drain, and by the host thread when the host is broken. */
  private final AtomicReferenceArray<ServiceStatus> statuses;

  /** The numbers of the services; null: nobody has asked for one. */
  private volatile @Nullable Map<String, Integer> byName;

  /** How many are so. Written in a drain. */
  private final AtomicInteger degraded = new AtomicInteger();

  private final AtomicInteger down = new AtomicInteger();

  /** How many keep the host from being ready. Written in a drain. */
  private final AtomicInteger unready = new AtomicInteger();

  /** Those that have said that they are ready although that is not waited for. Any thread adds. */
  private final Set<Integer> vainlyReady = ConcurrentHashMap.newKeySet();

  Roster(Engine engine) {
    this.engine = engine;
    this.plans = engine.plan().services();
    this.lives = new AtomicReferenceArray<>(plans.size());
    this.statuses = new AtomicReferenceArray<>(plans.size());
    for (int i = 0; i < plans.size(); i++) {
      lives.set(i, newLife(i, 1));
      ServiceSnapshot atFirst = plans.get(i).statusBeforeStart().since(engine.time().instant());
      statuses.set(i, atFirst);
      unready.incrementAndGet();
    }
  }

  private LifeThread newLife(int service, int number) {
    ServicePlan its = plans.get(service);
    return new LifeThread(engine, service, number, its, engine.workplace().at(its.name()));
  }

  // ---- in a drain

  void begin(int service, int life) {
    if (life > 1) {
      lives.set(service, newLife(service, life));
    }
    if (plans.get(service).election() != null) {
      life(service).context().begins(engine.candidates().fencingToken(service));
    }
  }

  void stands(int service, ServiceStatus status) {
    if (engine.isBroken()) {
      return;
    }
    ServiceStatus before = status(service);
    boolean sameState = before.state() == status.state();
    Instant since = sameState ? before.since() : engine.time().instant();
    statuses.set(service, ((ServiceSnapshot) status).since(since));
    count(before, status);
  }

  /** It never looks as if all were well in between. */
  private void count(ServiceStatus before, ServiceStatus now) {
    add(unready, !before.ready(), !now.ready());
    if (now.health().status() == Health.Status.DOWN) {
      add(down, is(before, Health.Status.DOWN), true);
      add(degraded, is(before, Health.Status.DEGRADED), false);
    } else {
      add(degraded, is(before, Health.Status.DEGRADED), is(now, Health.Status.DEGRADED));
      add(down, is(before, Health.Status.DOWN), false);
    }
  }

  private static boolean is(ServiceStatus service, Health.Status health) {
    return service.health().status() == health;
  }

  private static void add(AtomicInteger counter, boolean before, boolean now) {
    if (before != now) {
      counter.addAndGet(now ? 1 : -1);
    }
  }

  // ---- on the host thread

  /** Of a host that is broken: the service runs on, and nobody waits for it. */
  void abandon(int service, List<StuckThread> stuckIn) {
    ServiceStatus before = status(service);
    ServiceStatus abandoned = ServiceSnapshot.abandoned(before, stuckIn);
    statuses.set(service, abandoned);
    count(before, abandoned);
  }

  // ---- for anybody

  boolean isAnyDegraded() {
    return degraded.get() > 0;
  }

  boolean isAnyDown() {
    return down.get() > 0;
  }

  /** Whether no service keeps the host from being ready. */
  boolean isReady() {
    return unready.get() == 0;
  }

  int size() {
    return lives.length();
  }

  LifeThread life(int service) {
    return lives.get(service);
  }

  /** Whether that is so for the first time, in whatever life. */
  boolean isFirstVainReady(LifeThread life) {
    return vainlyReady.add(life.service());
  }

  OptionalInt find(String service) {
    Map<String, Integer> found = byName;
    if (found == null) { // two threads may make the same
      found = new HashMap<>();
      for (int i = 0; i < plans.size(); i++) {
        found.put(plans.get(i).name(), i);
      }
      byName = found;
    }
    Integer number = found.get(service);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  List<ServiceStatus> statuses() {
    ServiceStatus[] all = new ServiceStatus[statuses.length()];
    Arrays.setAll(all, this::status);
    return List.of(all);
  }

  ServiceStatus status(int service) {
    return Objects.requireNonNull(statuses.get(service));
  }
}
