package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.StopTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One life of a host of random services on a bare machine, in simulated time: each call takes its
 * time, hangs until it is interrupted, or for ever. Times come when they come, old ones as well.
 */
@SuppressWarnings("EnumOrdinal") // any kind of order
final class RandomLife implements Surroundings {

  /** What happens at a time; what was planned first comes first. */
  private record Planned(long time, int number, Runnable what) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Integer.compare(number, other.number);
    }
  }

  /** A call or work in progress. */
  private final class Running {
    final int service;
    final Call call;
    final boolean isDeaf = random.nextInt(6) == 0;
    boolean over;

    Running(int service, Call call) {
      this.service = service;
      this.call = call;
    }

    void endsAt(long time, @Nullable Failure failure) {
      plan(time, () -> end(failure));
    }

    void interrupt() {
      if (!isDeaf && !over) {
        endsAt(now + random.nextLong(SECOND / 10), ExploredHost.INTERRUPTION);
      }
    }

    private void end(@Nullable Failure failure) {
      if (over) {
        return;
      }
      over = true;
      boolean reached = failure == null || random.nextInt(8) == 0;
      Traits traits = setting.services().get(service).traits();
      boolean unknown = call == Call.CREATE && failure != null;
      Traits known = unknown ? Traits.of(null, false) : traits;
      boolean well = call == Call.CREATE ? failure == null : reached;
      judge.on(new Message.Returned(service, call, failure, well, known), now);
    }
  }

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SHUTDOWN = 25 * SECOND;

  private final SplittableRandom random;
  private final Setting setting;
  private final Judge judge;
  private final PriorityQueue<Planned> planned = new PriorityQueue<>();
  private final Running[] calls;
  private final Running[] works;
  private final int troubles;
  private long now;
  private int plans;
  private boolean stopAsked;

  /** Which candidacy it is; zero: none. */
  private int candidacy;

  private boolean holdsLease;
  private boolean stopped;

  RandomLife(long seed) {
    random = new SplittableRandom(seed);
    troubles = 2 + random.nextInt(40);
    setting = new RandomSetting(random).draw();
    calls = new Running[setting.size()];
    works = new Running[setting.size()];
    judge = new Judge(setting, setting.plan(seed), this);
  }

  // ---- its course

  /** Lives to the end, and says what was wrong with it; null: nothing. */
  @Nullable String live() {
    try {
      plan(0, () -> open(setting.hasPhases() ? Phase.STARTING : Phase.START));
      plan(1 + random.nextLong(120 * SECOND), this::requestStop);
      for (int orders = random.nextInt(8); orders > 0; orders--) {
        plan(random.nextLong(90 * SECOND), this::order);
      }
      for (int failures = random.nextInt(4); failures > 0; failures--) {
        plan(random.nextLong(90 * SECOND), this::fail);
      }
      for (Planned next = planned.poll(); next != null && !stopped; next = planned.poll()) {
        now = Math.max(now, next.time);
        next.what.run();
      }
      Judge.require(stopped, "the host's stop does not end");
      JudgeOfRest.requireNothingOwed(judge, true);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e + " in " + setting;
    }
  }

  private void plan(long time, Runnable what) {
    planned.add(new Planned(time, plans++, what));
  }

  private void open(Phase phase) {
    judge.on(new Message.Opened(phase), now);
  }

  private void requestStop() {
    if (stopAsked) {
      return;
    }
    stopAsked = true;
    judge.on(new Message.StopRequested("random", now, now + SHUTDOWN), now);
    plan(now + random.nextLong(SECOND / 100), this::beginStop);
  }

  private void beginStop() {
    judge.on(new Message.StopBegun(0), now);
    open(setting.hasPhases() ? Phase.STOPPING : Phase.STOP);
    if (random.nextInt(4) == 0) {
      exit();
    }
  }

  private void exit() {
    int service = random.nextInt(setting.size());
    Running work = works[service];
    Running call = calls[service];
    if (call != null && !call.over) {
      call.over = true;
      if (work != null) {
        work.over = true;
      }
      judge.on(new Message.Exits(service, call.call), now);
    } else if (work != null && !work.over) {
      work.over = true;
      judge.on(new Message.Exits(service, Call.EXECUTE), now);
    }
  }

  private void order() {
    Order.Kind kind = Order.Kind.values()[random.nextInt(Order.Kind.values().length)];
    Order order = new Order(kind, random.nextInt(setting.size()), null, "operator");
    judge.on(new Message.Ordered(order), now);
  }

  private void fail() {
    int service = random.nextInt(setting.size());
    int life = judge.machine.services()[service].lives() - random.nextInt(2);
    if (life > 0) {
      judge.on(new Message.Failed(service, life, ExploredHost.FAILURE), now);
    }
  }

  private boolean isTrouble() {
    return random.nextInt(troubles) == 0;
  }

  // ---- effects

  @Override
  public void proceed(int service, Call call) {
    Running running = new Running(service, call);
    boolean isWork = call == Call.EXECUTE;
    (isWork ? works : calls)[service] = running;
    long longest = isWork ? 100 * SECOND : random.nextInt(8) == 0 ? 10 * SECOND : SECOND / 10;
    if (!isTrouble()) {
      running.endsAt(now + random.nextLong(longest), isTrouble() ? ExploredHost.FAILURE : null);
    }
    if (call == Call.START && setting.services().get(service).waits() && !isTrouble()) {
      int life = judge.machine.services()[service].lives();
      long time = now + random.nextLong(longest * 2);
      plan(time, () -> judge.on(new Message.Ready(service, life), now));
    }
  }

  @Override
  public void ask(int service) {
    Running work = works[service];
    if (work != null && !work.over && random.nextInt(3) != 0) {
      work.endsAt(now + random.nextLong(SECOND), null);
    }
  }

  @Override
  public boolean hasHooks(int service) {
    return setting.services().get(service).hooks();
  }

  @Override
  public void interruptCall(int service) {
    calls[service].interrupt();
  }

  @Override
  public void interruptWork(int service) {
    works[service].interrupt();
  }

  @Override
  public void wakeAt(long time, Message message) {
    plan(time, () -> judge.on(message, now));
  }

  private static final long LEASE = 15 * SECOND;

  @Override
  public void seek(int election, int number) {
    candidacy = number;
    plan(now + random.nextLong(10 * SECOND), () -> take(number));
  }

  private void take(int number) {
    if (candidacy == number) {
      holdsLease = true;
      OptionalLong token = OptionalLong.of(number);
      judge.on(new Message.LeaseTaken(0, number, token, renewBy(), end()), now);
      plan(now + LEASE / 3, () -> renew(number));
    }
  }

  /** Or loses it, or hangs for ever. */
  private void renew(int number) {
    if (candidacy != number || !holdsLease || random.nextInt(8) == 0) {
      return;
    }
    if (random.nextInt(8) == 0) {
      holdsLease = false;
      judge.on(new Message.LeaseLost(0, number), now);
      return;
    }
    judge.on(new Message.LeaseRenewed(0, number, renewBy(), end()), now);
    plan(now + LEASE / 3, () -> renew(number));
  }

  private long renewBy() {
    return now + LEASE / 3 * 2;
  }

  private long end() {
    return now + LEASE / 10 * 9;
  }

  @Override
  public void release(int election) {
    candidacy = 0;
    holdsLease = false;
  }

  @Override
  public void letExpire(int election) {
    release(election);
  }

  @Override
  public void lookFor(int service) {
    plan(now, () -> judge.on(new Message.Seen(service, List.of()), now));
  }

  @Override
  public void blame(List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost) {
    List<Message.Life> blamed = new ArrayList<>(lives);
    plan(now, () -> judge.on(new Message.Overdue(blamed, ExploredHost.FAILURE, ofHost), now));
  }

  @Override
  public void phaseIsOver(Phase phase) {
    boolean phases = setting.hasPhases();
    Phase opened =
        switch (phase) {
          case STARTING -> Phase.START;
          case START -> phases ? Phase.STARTED : Phase.RUN;
          case STARTED -> Phase.RUN;
          case STOPPING -> Phase.STOP;
          default -> Phase.STOPPED;
        };
    if (phase == (phases ? Phase.STOPPED : Phase.STOP)) {
      stopped = true;
    } else {
      plan(now, () -> openAfter(phase, opened));
    }
  }

  private void openAfter(Phase phase, Phase next) {
    if (judge.machine.turns().phase() == phase) {
      open(next);
    }
  }

  @Override
  public void stopBegins(StopTimes times) {
    if (setting.hasPhases()) {
      plan(times.endOfPrelude(), () -> openAfter(Phase.STOPPING, Phase.STOP));
    }
  }

  @Override
  public Message.StopRequested stopHost(String reason) {
    stopAsked = true;
    plan(now + random.nextLong(SECOND / 100), this::beginStop);
    return new Message.StopRequested(reason, now, now + SHUTDOWN);
  }
}
