package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Call;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.thread.InterruptFlag;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.thread.Workplace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One life of a service: the thread {@code host/service}, which makes its calls and does its work,
 * and, only if a call has to be made while the work goes on, a second one beside it.
 *
 * <p>What is to be called is decided in a drain, and put where the thread finds it when it comes
 * back from what it does. So a call is given only to a thread that is free: to the first one,
 * unless the work is on it.
 */
final class LifeThread {

  /** One of the two threads: what it is to call, and whether there will be more. */
  private final class Caller implements Runnable {
    private final String name;

    /** Written in a drain, cleared by the thread. */
    private volatile @Nullable Call next;

    private volatile boolean over;

    /** Written by the thread when it begins: then it looks for what there is. */
    private volatile @Nullable Thread thread;

    /** Written by the host thread. */
    private volatile boolean forked;

    Caller(String name) {
      this.name = name;
    }

    /** Returns whether a thread is to be forked for it. */
    boolean give(Call call) {
      next = call;
      wake();
      return !forked;
    }

    void end() {
      over = true;
      wake();
    }

    private void wake() {
      Thread waiting = thread;
      if (waiting != null && waiting != Thread.currentThread()) {
        engine.time().unpark(waiting);
      }
    }

    void forkIfMissing(ThreadScope scope) {
      if (next != null) {
        fork(scope);
      }
    }

    /** What cannot be called for want of a thread has failed. */
    void fork(ThreadScope scope) {
      if (forked) {
        return;
      }
      try {
        scope.forkUninterruptible(ThreadScope.threadNamed(name, plan.platformThreads()), this);
        forked = true;
      } catch (Throwable t) {
        Call call = next;
        if (call != null) {
          next = null;
          engine.calls().couldNotMake(LifeThread.this, call, t);
        }
      }
    }

    /** The thread's body. What services throw does not come here, so the host would hang. */
    @Override
    public void run() {
      try {
        thread = Thread.currentThread();
        workplace.adopt();
        for (Call call = await(); call != null; call = await()) {
          engine.calls().make(LifeThread.this, call);
        }
      } catch (Throwable t) {
        engine.breakDownBecauseOf(t);
      }
    }

    /** Woken by a call, or by the end of the life. */
    private @Nullable Call await() {
      while (true) {
        Call call = next;
        if (call != null) {
          next = null;
          return call;
        }
        if (over) {
          return null;
        }
        engine.time().park(this);
        InterruptFlag.clear(); // aimed at a call, and late
      }
    }

    @Override
    public String toString() {
      return "the next call of " + name;
    }
  }

  private final Engine engine;
  private final int service;
  private final int number;
  private final ServicePlan plan;
  private final String threadName;
  private final Workplace workplace;
  private final LifeContext context;
  private final Caller first;

  /** Written in a drain: only if there is to be one. */
  private volatile @Nullable Caller second;

  /** The work is on the first thread. Written in a drain. */
  private volatile boolean working;

  /** The call in progress or the last one, and the work. Written in a drain. */
  private volatile @Nullable Call call;

  private volatile @Nullable Interruptible callCode;

  /** When the last call of its start began. Written in a drain. */
  private volatile long startCallBegan;

  private volatile @Nullable Interruptible workCode;

  /** Written in a drain, if at all: others were waiting for its start to return. */
  private volatile boolean othersWereWaiting;

  /** Its threads' own: the start has returned. */
  private boolean reached;

  /** When the work is interrupted once it is asked to stop. Written in a drain, before it is. */
  private volatile long interruptAt;

  LifeThread(Engine engine, int service, int number, ServicePlan plan, Workplace workplace) {
    this.engine = engine;
    this.service = service;
    this.number = number;
    this.plan = plan;
    this.threadName = engine.plan().name() + "/" + plan.name();
    this.workplace = workplace;
    this.first = new Caller(threadName);
    this.context = new LifeContext(engine, this);
  }

  // ---- on the host thread

  /** Starts the first thread, before it has anything to call. */
  void fork(ThreadScope scope) {
    first.fork(scope);
  }

  /** Starts what has something to call and is not there yet. */
  void forkWhatIsMissing(ThreadScope scope) {
    first.forkIfMissing(scope);
    Caller beside = second;
    if (beside != null) {
      beside.forkIfMissing(scope);
    }
  }

  // ---- in a drain

  /** Returns whether a thread is to be forked for it. */
  boolean give(Call next) {
    Interruptible code = new Interruptible();
    if (next == Call.EXECUTE) {
      workCode = code;
      working = true;
      return first.give(next);
    }
    if (next.isOfStart()) {
      startCallBegan = engine.clock().now();
    }
    call = next;
    callCode = code;
    if (!working) {
      return first.give(next);
    }
    Caller beside = second;
    if (beside == null) {
      beside = new Caller(threadName + "/calls");
      second = beside;
    }
    return beside.give(next);
  }

  /** The host is broken: what runs is interrupted, and there will be no other call. */
  void giveUp() {
    context.askToStop();
    for (Interruptible code : Arrays.asList(callCode, workCode)) {
      if (code != null) {
        engine.helpers().help(() -> code.interrupt(engine.time()));
      }
    }
    end();
  }

  /** Others were waiting for its start. */
  void lets() {
    othersWereWaiting = true;
  }

  void workHasEnded() {
    working = false;
  }

  void callHasEnded() {
    callCode = null;
  }

  void end() {
    first.end();
    Caller beside = second;
    if (beside != null) {
      beside.end();
    }
  }

  void interruptsAt(long time) {
    interruptAt = time;
  }

  // ---- for anybody

  int service() {
    return service;
  }

  int number() {
    return number;
  }

  ServicePlan plan() {
    return plan;
  }

  String threadName() {
    return threadName;
  }

  Workplace workplace() {
    return workplace;
  }

  LifeContext context() {
    return context;
  }

  long interruptAt() {
    return interruptAt;
  }

  /** On its thread: the service's own start has returned, whatever becomes of what is around. */
  void hasReached() {
    reached = true;
  }

  boolean reached() {
    return reached;
  }

  /** Its code is being called, or works. */
  boolean isBusy() {
    return working || callCode != null;
  }

  boolean othersWereWaiting() {
    return othersWereWaiting;
  }

  boolean isWorking() {
    return working;
  }

  /** The call in progress, or the last one. */
  @Nullable Call call() {
    return call;
  }

  long startCallBegan() {
    return startCallBegan;
  }

  /** Null: no call is in progress. */
  @Nullable Interruptible callCode() {
    return callCode;
  }

  @Nullable Interruptible workCode() {
    return workCode;
  }

  /** Its first thread; null: it has not begun. */
  @Nullable Thread thread() {
    return first.thread;
  }
}
