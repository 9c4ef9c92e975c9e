package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Supervision.Goal;
import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a machine and its surroundings, and says what must not be. It sees each message
 * and each effect, and keeps its own account of them.
 */
final class Judge extends Forwarding {

  /** What must not be. */
  static final class Wrong extends AssertionError {
    private static final long serialVersionUID = 1;

    Wrong(String what) {
      super(what);
    }
  }

  final Setting setting;
  final HostMachine machine;
  final Seen[] seen;
  final JudgeOfOrders orders;
  private final JudgeOfCounts counts;
  private final JudgeOfCalls calls = new JudgeOfCalls(this);
  private final JudgeOfLives lives = new JudgeOfLives(this);
  final JudgeOfElections elections;
  private boolean runs;
  private long time;
  private boolean sleeps;

  /** That of the host's start: from then on no start is ignored. */
  private boolean timeIsOver;

  boolean stopRequested;
  boolean stopBegun;

  Judge(Setting setting, HostPlan plan, Effects effects) {
    super(effects);
    this.setting = setting;
    seen = new Seen[setting.size()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = new Seen(setting.isElected(i));
    }
    machine = new HostMachine(plan, this);
    orders = new JudgeOfOrders(this);
    elections = new JudgeOfElections(this);
    counts = new JudgeOfCounts(this, plan.graph());
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
  static void require(boolean holds, String otherwise, Object... details) {
    if (!holds) {
      throw new Wrong(String.format(otherwise, details));
    }
  }

  // ---- messages

  void on(Message message, long now) {
    time = now;
    before(message);
    machine.on(message, now);
    for (int i = 0; i < seen.length; i++) {
      lives.after(i, sleeps);
    }
    orders.after();
    if (!sleeps) {
      counts.check();
    }
  }

  /** What was judged before need not be judged again. */
  void sleeps(boolean is) {
    sleeps = is;
  }

  private void before(Message message) {
    switch (message) {
      case Message.Returned m -> {
        if (m.call() == Call.EXECUTE && m.failure() != null) {
          workFails(m.service());
        }
        seen[m.service()].returned(m);
      }
      case Message.Failed m -> {
        if (m.life() == seen[m.service()].life) {
          workFails(m.service());
        }
      }
      case Message.Ready m -> seen[m.service()].ready |= m.life() == seen[m.service()].life;
      case Message.Overdue m -> timeIsOver |= m.ofHost();
      case Message.StopRequested unused -> {
        stopRequested = true;
        orders.hostStops();
      }
      case Message.StopBegun unused -> stopBegins();
      case Message.Due m -> seen[m.service()].due(m);
      case Message.Ordered m -> orders.take(m.order());
      case Message.LeaseTaken m -> elections.taken(m);
      case Message.LeaseLost m -> elections.lost();
      case Message.Exits m -> seen[m.service()].exits(m);
      default -> {}
    }
  }

  /** From then on it goes by its other policy. */
  private void workFails(int number) {
    ServiceMachine service = machine.services()[number];
    boolean decides = seen[number].lives && !service.falls() && !service.life().asked;
    seen[number].first &= !(decides && hasStarted(number));
  }

  private void stopBegins() {
    stopBegun = true;
    for (int i = 0; i < seen.length; i++) {
      ServiceMachine service = machine.services()[i];
      seen[i].takesPart =
          seen[i].lives
              && setting.services().get(i).observes()
              && seen[i].startReturned
              && !service.life().leaving
              && !service.isAbandoned();
    }
  }

  /** Its policy is that the others do without it, in the end. */
  boolean mayBeMissing(int number) {
    FailurePolicy atFirst = setting.services().get(number).atFirst();
    FailurePolicy end = atFirst instanceof RestartPolicy again ? again.otherwise() : atFirst;
    return end == FailurePolicy.ignore();
  }

  /** It has failed for good, and the others do without it. */
  boolean isDispensedWith(int number) {
    ServiceMachine service = machine.services()[number];
    boolean failed = service.chronicle().hasFailed() && !service.isAbandoned();
    return mayBeMissing(number) && failed && service.supervision().goal() == Goal.DOWN;
  }

  /** Its start has returned well in this life, and it is ready. */
  boolean hasStarted(int number) {
    boolean failed = machine.services()[number].life().failedToStart;
    return seen[number].startReturned && isReady(number) && !failed;
  }

  boolean isReady(int number) {
    return seen[number].ready || !setting.services().get(number).waits();
  }

  // ---- effects

  @Override
  public void begin(int service, int life) {
    Seen of = seen[service];
    lives.requireBegin(service, life);
    elections.requireLead(service, "lives");
    if (!of.first) {
      calls.requireDependencies(service, "lives");
    }
    of.begins(life);
    super.begin(service, life);
  }

  @Override
  public void proceed(int service, Call call) {
    Seen of = seen[service];
    String name = Setting.name(service);
    require(of.lives, "%s: %s without a life", name, call);
    if (call == Call.EXECUTE) {
      require(of.startReturned && !of.hasWorked, "%s works at the wrong time", name);
      require(!of.asked && !machine.services()[service].falls(), "%s works and falls", name);
      elections.requireLead(service, "works");
      of.hasWorked = true;
      of.works = true;
    } else {
      require(!of.inCall, "%s: %s while another call is in progress", name, call);
      require(!of.hasBegun(call), "%s: %s after %s", name, call, of.last);
      counts.requireTurn(service, call);
      calls.requireOwed(of, service, call, time);
      if (call == Call.START) {
        elections.requireLead(service, "starts");
      }
      of.last = call;
      of.inCall = true;
    }
    super.proceed(service, call);
  }

  @Override
  public void end(int service) {
    Seen of = seen[service];
    if (of.life == 0) {
      super.end(service); // the thread that was there for a first life
      return;
    }
    lives.requireEnd(service);
    of.lives = false;
    super.end(service);
  }

  @Override
  public void ask(int service) {
    Seen of = seen[service];
    require(of.lives, "%s is asked without a life", Setting.name(service));
    if (of.startReturned) {
      require(!of.asked, "%s is asked twice", Setting.name(service));
      of.asked = true;
      counts.requireNoDependent(service);
    }
    super.ask(service);
  }

  @Override
  public void stands(int service, ServiceStatus status) {
    ServiceState next = status.state();
    ServiceState before = seen[service].state;
    require(
        next == before || LegalSteps.may(before, next, seen[service].exits, stopRequested),
        "%s: %s after %s",
        Setting.name(service),
        next,
        before);
    seen[service].state = next;
    super.stands(service, status);
  }

  @Override
  public void seek(int election, int candidacy) {
    elections.seeks(candidacy);
    super.seek(election, candidacy);
  }

  @Override
  public void release(int election) {
    elections.gives(true);
    super.release(election);
  }

  @Override
  public void letExpire(int election) {
    elections.gives(false);
    super.letExpire(election);
  }

  @Override
  public void announce(HostEvent event, @Nullable Failure cause) {
    if (event instanceof ServiceRestarting restarting) {
      seen[restarting.service().charAt(0) - 'a'].mayBegin = true;
    }
    super.announce(event, cause);
  }

  @Override
  public Message.StopRequested stopHost(String reason) {
    stopRequested = true;
    orders.hostStops();
    return super.stopHost(reason);
  }

  @Override
  public void answer(Order order, Order.Answer answer) {
    orders.answered(order, answer);
    super.answer(order, answer);
  }

  @Override
  public void phaseIsOver(Phase phase) {
    counts.requireOver(phase);
    super.phaseIsOver(phase);
  }

  @Override
  public void hostRuns() {
    require(!runs && !stopRequested, "the host runs twice, or in its stop");
    runs = true;
    for (int i = 0; i < seen.length; i++) {
      String name = Setting.name(i);
      boolean excused =
          machine.services()[i].isAbandoned() || isDispensedWith(i) || seen[i].elected;
      require(seen[i].everStarted || excused, "the host runs without %s", name);
      require(!seen[i].first, "the host runs, and %s is still to start", name);
    }
    super.hostRuns();
  }

  @Override
  public void failures(HostFailures failures) {
    if (!failures.causes().isEmpty() && failures.later().isEmpty()) {
      int number = failures.causes().getLast().service().charAt(0) - 'a';
      boolean ignored = !timeIsOver && seen[number].first && mayBeMissing(number);
      require(!ignored, "the host stops because of the start of %s", Setting.name(number));
    }
    super.failures(failures);
  }

  boolean isRefusedAtOnce(Order order) {
    return orders.isRefusedAtOnce(order);
  }

  boolean runs() {
    return runs;
  }

  @Override
  public void interruptWork(int service) {
    require(seen[service].works, "%s: interrupted, and does not work", Setting.name(service));
    super.interruptWork(service);
  }

  long hash() {
    long hash = Facts.of(machine);
    for (Seen of : seen) {
      hash = of.hash(hash);
    }
    hash = Facts.mix(hash, (runs ? 1 : 0) + (stopBegun ? 2 : 0) + elections.facts() * 4L);
    return orders.hash(hash);
  }
}
