package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Call;
import dev.innkeeper.runtime.machine.Effects;
import dev.innkeeper.runtime.machine.Failure;
import dev.innkeeper.runtime.machine.HostFailures;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.machine.Order;
import dev.innkeeper.runtime.machine.Phase;
import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.thread.Interruptible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out what the machine has decided, in the drain that has asked it: nothing here waits. */
final class Execution implements Effects {

  /** Of more services the log does not show where their work was: it would be a flood. */
  private static final int MOST_SHOWN = 10;

  /** Something to be told, and what stood in the log lines of the thread that it comes from. */
  private record Announced(HostEvent event, @Nullable Map<String, String> mdc) {}

  private final Engine engine;
  private final HostThread hostThread;

  // The drain's own:

  /** The one whose start has returned, if that is what the message says. */
  private @Nullable LifeThread started;

  /** What the message has brought about. */
  private final List<Announced> announced = new ArrayList<>();

  /** Their lines of the log come after those of the announced. */
  private final List<Runnable> interruptsAfterWhatIsTold = new ArrayList<>();

  /** The services whose work was shown in the log when it was interrupted: each once. */
  private final Set<Integer> shown = new HashSet<>();

  Execution(Engine engine, HostThread hostThread) {
    this.engine = engine;
    this.hostThread = hostThread;
  }

  /** Before the machine hears of it: a thread that has returned is free. */
  void before(Message message) {
    if (message instanceof Message.Returned returned) {
      LifeThread life = engine.roster().life(returned.service());
      started = returned.call() == Call.START ? life : null;
      if (returned.call() == Call.EXECUTE) {
        life.workHasEnded();
      } else {
        life.callHasEnded();
      }
    }
  }

  @Override
  public void begin(int service, int life) {
    engine.roster().begin(service, life);
  }

  @Override
  public void proceed(int service, Call call) {
    LifeThread life = engine.roster().life(service);
    if (started != null && started != life) {
      started.lets();
    }
    if (life.give(call)) {
      hostThread.forkFor(life);
    }
    if (call.isOfStart()) {
      engine.slowStarts().callBegins();
    }
  }

  @Override
  public void end(int service) {
    engine.roster().life(service).end();
  }

  @Override
  public void ask(int service) {
    engine.roster().life(service).context().askToStop();
    engine.healthChecks().endsFor(service);
  }

  @Override
  public boolean hasHooks(int service) {
    return engine.roster().life(service).context().hasHooks();
  }

  @Override
  public void workIsInterruptedAt(int service, long time) {
    engine.roster().life(service).interruptsAt(time);
  }

  @Override
  public void interruptCall(int service) {
    interrupt(engine.roster().life(service).callCode());
  }

  @Override
  public void interruptWork(int service) {
    LifeThread life = engine.roster().life(service);
    Interruptible code = life.workCode();
    if (code == null || !isWorthShowing(life)) {
      interrupt(code);
    } else {
      interruptsAfterWhatIsTold.add(() -> interruptAndShow(life, code));
    }
  }

  /** Work that could have ended when it was asked to; a job in progress need not. */
  private boolean isWorthShowing(LifeThread life) {
    return !life.context().isDraining()
        && !Duration.ZERO.equals(life.plan().interruptAfter())
        && shown.size() < MOST_SHOWN
        && shown.add(life.service());
  }

  /** By a helper. Afterwards its thread may be elsewhere. */
  private void interruptAndShow(LifeThread life, Interruptible code) {
    List<StuckThread> where = List.of();
    try {
      where = new Stacks(engine).ofInterrupted(life);
    } finally {
      code.interrupt(engine.time());
    }
    List<StuckThread> found = where;
    engine.events().write(notices -> notices.interruptedIn(life.plan().name(), found));
  }

  private void interrupt(@Nullable Interruptible code) {
    if (code != null) {
      engine.helpers().help(() -> code.interrupt(engine.time()));
    }
  }

  @Override
  public void wakeAt(long time, Message message) {
    engine.deadlines().set(time, () -> engine.inbox().post(message));
  }

  @Override
  public boolean tellsAll() {
    return engine.events().tellsAll();
  }

  @Override
  public void announce(HostEvent event, @Nullable Failure cause) {
    announced.add(new Announced(event, cause instanceof Caught caught ? caught.mdc() : null));
  }

  /** After the machine has heard of a message: first what was to be done, then what is told. */
  void after() {
    started = null;
    for (Announced next : announced) {
      engine.events().announce(next.event, next.mdc);
    }
    announced.clear();
    interruptsAfterWhatIsTold.forEach(engine.helpers()::help);
    interruptsAfterWhatIsTold.clear();
  }

  @Override
  public void stands(int service, ServiceStatus status) {
    engine.roster().stands(service, status);
    engine.healthChecks().stands(service, status.state());
  }

  @Override
  public void lookFor(int service) {
    hostThread.lookFor(engine.roster().life(service));
  }

  @Override
  public void blame(List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost) {
    hostThread.blame(lives, names, limit, ofHost);
  }

  @Override
  public void judged(Failure failure, @Nullable Throwable earlier) {
    if (failure instanceof Caught caught) {
      caught.judge(earlier, engine.time());
    }
  }

  @Override
  public void failures(HostFailures failures) {
    engine.failures(failures);
  }

  @Override
  public void answer(Order order, Order.Answer answer) {
    if (started != null) {
      started.lets();
    }
    ((GivenOrder) order).answer(answer, engine.time());
  }

  @Override
  public void phaseIsOver(Phase phase) {
    hostThread.phaseIsOver(phase);
  }

  @Override
  public void hostRuns() {
    engine.hostRuns();
  }

  @Override
  public Message.StopRequested stopHost(String reason) {
    return engine.requestStopInDrain(reason);
  }

  @Override
  public void stopBegins(StopTimes times) {
    hostThread.stopBegins(times);
  }

  @Override
  public void seek(int election, int candidacy) {
    engine.candidates().seek(election, candidacy);
  }

  @Override
  public void release(int election) {
    engine.candidates().release(election);
  }

  @Override
  public void letExpire(int election) {
    engine.candidates().letExpire(election);
  }

  @Override
  public void startGivenUp(int service) {
    String name = engine.plan().services().get(service).name();
    engine.events().write(notices -> notices.startGivenUp(name));
  }

  @Override
  public void workEndedAsAsked(int service, Failure failure) {
    String name = engine.plan().services().get(service).name();
    engine.events().write(notices -> notices.workEndedAsAsked(name, failure.thrown()));
  }

  @Override
  public void endedLate(int service) {
    String name = engine.plan().services().get(service).name();
    engine.events().write(notices -> notices.endedLate(name));
  }
}
