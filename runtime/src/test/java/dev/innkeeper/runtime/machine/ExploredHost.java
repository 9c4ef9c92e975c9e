package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A machine and its surroundings as data: calls in progress, times that may come, and how far the
 * host's thread is. Time stands still, until the time comes for which something was set.
 */
@SuppressWarnings("EnumOrdinal") // a number of a move or a fingerprint, kept nowhere else
final class ExploredHost implements Surroundings {

  static final Failure FAILURE =
      new Failure(new IllegalStateException("explored"), "in the exploration", false, false);
  static final Failure INTERRUPTION =
      new Failure(new InterruptedException("explored"), "by an interrupt", true, false);

  static final long NONE = Long.MIN_VALUE;
  private static final Rung[] RUNGS = Rung.values();
  private static final long SHUTDOWN = Duration.ofSeconds(25).toNanos();

  private static final long RENEW_BY = Duration.ofSeconds(10).toNanos();
  private static final long END_OF_LEASE = Duration.ofSeconds(13).toNanos();

  /** How far its candidate is. */
  enum Candidate {
    NONE,
    SOUGHT,
    HELD,
    LOST
  }

  /** Whose stacks are to be taken. */
  record Blame(List<Message.Life> lives, boolean ofHost) {}

  final Judge judge;
  private final Setting setting;
  private @Nullable Met met;
  private final ServiceMachine[] services;
  final @Nullable Call[] calls;
  final boolean[] works;
  final long[][] times;
  final long[] hostTimes = new long[HostRung.values().length];
  final Deque<Blame> blamed = new ArrayDeque<>();
  private final Deque<Integer> lookFor = new ArrayDeque<>();
  Candidate lease = Candidate.NONE;
  boolean leaseIsDue;
  private int candidacy;
  Phase over = Phase.NONE;
  private boolean stopped;
  int accepted;

  ExploredHost(Setting setting, HostPlan plan) {
    this.setting = setting;
    calls = new Call[setting.size()];
    works = new boolean[setting.size()];
    times = new long[setting.size()][RUNGS.length];
    for (long[] each : times) {
      Arrays.fill(each, NONE);
    }
    Arrays.fill(hostTimes, NONE);
    judge = new Judge(setting, plan, this);
    services = judge.machine.services();
  }

  /** From now on it is noted what it meets. */
  void notesIn(Met notes) {
    met = notes;
  }

  int[] moves() {
    return stopped ? new int[0] : new Moves(this, setting).all();
  }

  // ---- what happens

  void make(int move) {
    int number = Move.service(move);
    int which = Move.which(move);
    switch (Move.kind(move)) {
      case RETURNS -> returned(number, null, true);
      case THROWS -> returned(number, FAILURE, false);
      case COMES_OUT -> returned(number, INTERRUPTION, false);
      case FAILS_AROUND -> returned(number, FAILURE, true);
      case EXITS_IN_CALL -> exits(number);
      case EXITS_IN_WORK -> {
        works[number] = false;
        on(new Message.Exits(number, Call.EXECUTE), 0);
      }
      case WORK_ENDS -> worked(number, null);
      case WORK_FAILS -> worked(number, FAILURE);
      case WORK_COMES_OUT -> worked(number, INTERRUPTION);
      case READY -> on(new Message.Ready(number, services[number].lives()), 0);
      case FAILS -> on(new Message.Failed(number, services[number].lives(), FAILURE), 0);
      case HOOK_FAILS -> on(new Message.HookFailed(number, services[number].lives(), FAILURE), 0);
      case DUE -> {
        long time = times[number][which];
        times[number][which] = NONE;
        on(services[number].due(RUNGS[which]), time);
      }
      case HOST_DUE -> {
        long time = hostTimes[which];
        hostTimes[which] = NONE;
        on(new Message.HostDue(HostRung.values()[which]), time);
      }
      case OVERDUE -> {
        Blame next = blamed.remove();
        on(new Message.Overdue(next.lives, FAILURE, next.ofHost), 0);
      }
      case OPEN -> on(new Message.Opened(Phase.values()[which]), 0);
      case STOP_REQUEST -> on(new Message.StopRequested("explored", 0, SHUTDOWN), 0);
      case STOP_BEGINS -> on(new Message.StopBegun(0), 0);
      case LEASE_TAKEN -> {
        lease = Candidate.HELD;
        OptionalLong token = OptionalLong.empty();
        on(new Message.LeaseTaken(0, candidacy, token, RENEW_BY, END_OF_LEASE), 0);
      }
      case LEASE_DUE -> {
        leaseIsDue = false;
        on(new Message.LeaseDue(0, candidacy), RENEW_BY);
      }
      case LEASE_LOST -> {
        lease = Candidate.LOST;
        leaseIsDue = false;
        on(new Message.LeaseLost(0, candidacy), 0);
      }
      case ORDER -> {
        accepted++;
        Order order = new Order(Order.Kind.values()[which], number, null, "operator");
        on(new Message.Ordered(order), 0);
      }
    }
    forgetWhatIsVoid();
  }

  /** An answer to the host's candidacy before this one, which comes late; with when it comes. */
  Map<Message, Long> ofOldCandidacy() {
    int old = candidacy - 1;
    if (old < 1) {
      return Map.of();
    }
    OptionalLong token = OptionalLong.empty();
    return Map.of(
        new Message.LeaseTaken(0, old, token, RENEW_BY, END_OF_LEASE),
        0L,
        new Message.LeaseRenewed(0, old, RENEW_BY / 2, END_OF_LEASE / 2),
        RENEW_BY,
        new Message.LeaseDue(0, old),
        RENEW_BY,
        new Message.LeaseLost(0, old),
        0L);
  }

  private void on(Message message, long now) {
    if (met != null) {
      met.note(message, judge.machine);
    }
    judge.on(message, now);
    while (!lookFor.isEmpty()) {
      on(new Message.Seen(lookFor.remove(), List.of()), now);
    }
  }

  private void returned(int number, @Nullable Failure failure, boolean reached) {
    Call call = calls[number];
    calls[number] = null;
    Setting.Kind kind = setting.services().get(number);
    boolean unknown = call == Call.CREATE && !reached;
    Traits traits = unknown ? Traits.of(null, false) : kind.traits();
    on(new Message.Returned(number, call, failure, reached, traits), 0);
  }

  private void worked(int number, @Nullable Failure failure) {
    works[number] = false;
    Traits traits = setting.services().get(number).traits();
    on(new Message.Returned(number, Call.EXECUTE, failure, true, traits), 0);
  }

  private void exits(int number) {
    Call call = calls[number];
    calls[number] = null;
    works[number] = false;
    Arrays.fill(times[number], NONE);
    on(new Message.Exits(number, call), 0);
  }

  /** Times whose coming cannot matter any more; that they do not is asked by {@link Explorer}. */
  private void forgetWhatIsVoid() {
    for (int i = 0; i < services.length; i++) {
      ServiceMachine service = services[i];
      Stage stage = service.stage();
      boolean lives = stage.isLife();
      boolean through =
          stage == Stage.BEFORE_STOPPED || (stage == Stage.STOPPED && !service.life().leaving);
      forget(i, Rung.RESTART, !service.supervision().isDelayed());
      forget(i, Rung.START, lives && (stage.hasReached(Stage.BEFORE_STOPPING) || started(service)));
      forget(i, Rung.STEP, service.isAbandoned() || stage.hasReached(Stage.BEFORE_STOP));
      forget(i, Rung.WORK, service.isAbandoned() || (lives && through));
      forget(i, Rung.GRACE, stage.hasReached(Stage.STOP));
      forget(i, Rung.END, service.isAbandoned() || (lives && through));
      forget(i, Rung.LAST_STEP, service.isAbandoned());
    }
    if (!blamed.isEmpty()) {
      blamed.removeIf(
          next -> next.ofHost ? !isInStart() : next.lives.stream().noneMatch(this::isLate));
    }
    if (!isInStart()) {
      hostTimes[HostRung.START.ordinal()] = NONE;
    }
  }

  private boolean isInStart() {
    return !judge.runs() && !judge.stopRequested;
  }

  private boolean isLate(Message.Life life) {
    ServiceMachine service = services[life.service()];
    return service.lives() == life.life() && service.isStarting();
  }

  private static boolean started(ServiceMachine service) {
    return service.life().hasStarted();
  }

  private void forget(int service, Rung rung, boolean isVoid) {
    if (isVoid) {
      times[service][rung.ordinal()] = NONE;
    }
  }

  long timeOf(int service, Rung rung) {
    long time = times[service][rung.ordinal()];
    return time == NONE ? 0 : time;
  }

  boolean isStopped() {
    return stopped;
  }

  int blames() {
    return blamed.size();
  }

  long hash() {
    long hash = judge.hash();
    for (int i = 0; i < calls.length; i++) {
      long bits = (calls[i] == null ? 15 : calls[i].ordinal()) * 2L + (works[i] ? 1 : 0);
      for (long time : times[i]) {
        bits = bits << 1 | (time == NONE ? 0 : 1);
      }
      hash = Facts.mix(hash, bits);
    }
    hash = Facts.mix(hash, lease.ordinal() * 2L + (leaseIsDue ? 1 : 0));
    int given = judge.stopRequested ? 0 : accepted;
    long bits = over.ordinal() * 16L | given << 2 | (stopped ? 1 : 0);
    for (long time : hostTimes) {
      bits = bits << 1 | (time == NONE ? 0 : 1);
    }
    for (Blame next : blamed) {
      bits = bits * 31 + (next.ofHost ? 1 : 0);
      for (Message.Life life : next.lives) {
        boolean old = life.life() < services[life.service()].lives();
        bits = bits * 31 + life.service() * 2L + (old ? 1 : 0) + 1;
      }
    }
    return Facts.mix(hash, bits);
  }

  // ---- effects

  @Override
  public void begin(int service, int life) {
    Arrays.fill(times[service], NONE);
  }

  @Override
  public void proceed(int service, Call call) {
    if (call == Call.EXECUTE) {
      works[service] = true;
    } else {
      calls[service] = call;
    }
  }

  @Override
  public void end(int service) {
    long restart = times[service][Rung.RESTART.ordinal()];
    Arrays.fill(times[service], NONE);
    times[service][Rung.RESTART.ordinal()] = restart;
  }

  @Override
  public void ask(int service) {}

  @Override
  public boolean hasHooks(int service) {
    return setting.services().get(service).hooks();
  }

  @Override
  public void wakeAt(long time, Message message) {
    if (message instanceof Message.Due due) {
      boolean isMove = due.rung() != Rung.CALL;
      if (isMove) {
        times[due.service()][due.rung().ordinal()] = time;
      }
    } else if (message instanceof Message.LeaseDue) {
      leaseIsDue = true;
    } else if (message instanceof Message.HostDue due && setting.cuts()) {
      hostTimes[due.rung().ordinal()] = time;
    }
  }

  @Override
  public void seek(int election, int number) {
    candidacy = number;
    lease = Candidate.SOUGHT;
  }

  @Override
  public void release(int election) {
    lease = Candidate.NONE;
    leaseIsDue = false;
  }

  @Override
  public void letExpire(int election) {
    release(election);
  }

  @Override
  public void lookFor(int service) {
    lookFor.add(service);
  }

  @Override
  public void blame(List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost) {
    blamed.add(new Blame(lives, ofHost));
  }

  @Override
  public void answer(Order order, Order.Answer answer) {
    if (answer instanceof Order.Answer.Refused && judge.isRefusedAtOnce(order)) {
      accepted--;
    }
  }

  @Override
  public void phaseIsOver(Phase phase) {
    over = phase;
    boolean last = phase == (setting.hasPhases() ? Phase.STOPPED : Phase.STOP);
    stopped |= last;
  }

  @Override
  public Message.StopRequested stopHost(String reason) {
    return new Message.StopRequested(reason, 0, SHUTDOWN);
  }
}
