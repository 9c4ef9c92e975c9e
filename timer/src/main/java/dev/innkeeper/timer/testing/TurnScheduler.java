package dev.innkeeper.timer.testing;

import dev.innkeeper.timer.message.Names;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the enlisted threads one at a time, and knows when nobody has anything left to do.
 *
 * <p>The idea: there is one turn. Who waits, ends or goes outside passes it to the thread that was
 * woken first; waking somebody only queues him. So "all idle" is the turn lying on the table with
 * nobody queued for it, and the order of everything follows from the order of the wake-ups alone.
 *
 * <p>Rejected: counting busy threads but letting them run in parallel. It finds the idle moment as
 * well, but two threads woken by one event race each other, and the trail of a test with them.
 */
final class TurnScheduler {

  /** Real time after which a thread that neither waits nor ends is said to hang. */
  static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  private static final long STRANGERS_DIE_UNHEARD = MILLISECOND;

  /** Guards every field below. Held for a few instructions; user code is never called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a thread stops being busy. */
  private final Condition changed = lock.newCondition();

  private final Participants participants = new Participants();

  private final Sleepers sleepers = new Sleepers();

  /** Enlisted threads that wait for the turn. */
  private final ArrayDeque<Participant> ready = new ArrayDeque<>();

  /** What the next one is drawn from; null: it is the first. */
  private final @Nullable SplittableRandom random;

  /** The enlisted thread that has the turn. */
  private @Nullable Participant running;

  /** Does not count as busy: it waits for the others. */
  private @Nullable Thread driver;

  /** The thread that moved the time last. */
  private @Nullable Thread lastDriver;

  /**
   * Goes up with each turn, and each time that somebody moves the time, so that a thread that hangs
   * can be told from a busy crowd.
   */
  private long turns;

  /** In real time: see {@link ManualTimeSource#limitUndrivenWaits}. Zero: none. */
  private volatile long undrivenLimit = PATIENCE;

  TurnScheduler(@Nullable SplittableRandom random) {
    this.random = random;
  }

  long now() {
    return sleepers.now();
  }

  // ---- for the driver

  /** Makes the calling thread the one that moves the time. */
  void takeTheWheel() {
    lock.lock();
    try {
      Thread self = Thread.currentThread();
      Participant known = participants.known(self);
      if (known != null && known.enlisted) {
        throw new IllegalStateException(
            Names.ofThread(self)
                + " waits on this time and cannot move it: move it from another thread, such as the"
                + " test's");
      }
      if (driver != null) {
        throw new IllegalStateException(
            Names.ofThread(driver) + " is moving the time already: move it from one thread only");
      }
      driver = self;
      lastDriver = self;
      turns++;
    } finally {
      lock.unlock();
    }
  }

  void releaseTheWheel() {
    lock.lock();
    try {
      driver = null;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the first of those due by {@code target}, with its due time as now; false: nobody is. */
  boolean wakeNext(long target) {
    lock.lock();
    try {
      Participant next = sleepers.firstDueBy(target);
      if (next == null) {
        return false;
      }
      sleepers.moveTo(next.due);
      wake(next);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #wakeNext}, but up to the earliest deadline by {@code target} only: false if nobody
   * has one, whoever may be due to look at something.
   */
  boolean wakeNextOnTheWayToADeadline(long target) {
    lock.lock();
    try {
      long deadline = sleepers.earliestDeadline(target);
      return deadline - target <= 0 && wakeNext(deadline);
    } finally {
      lock.unlock();
    }
  }

  void moveTo(long time) {
    sleepers.moveTo(time);
  }

  /** Waits, in real time, until nobody is busy. Returns which turn was the last. */
  long awaitAllIdle() {
    lock.lock();
    try {
      long seen = turns;
      long patience = PATIENCE;
      for (Participant busy = anyBusy(); busy != null; busy = anyBusy()) {
        if (seen != turns) {
          seen = turns;
          patience = PATIENCE;
        }
        if (patience <= 0) {
          throw stillBusy(busy);
        }
        long slice = busy.enlisted ? patience : STRANGERS_DIE_UNHEARD;
        patience -= slice - awaitChange(slice);
      }
      return turns;
    } finally {
      lock.unlock();
    }
  }

  /**
   * All were idle at {@code seen} and nothing is due: waits for one who is outside to come back.
   */
  void awaitOutside(long seen) {
    lock.lock();
    try {
      long patience = PATIENCE;
      while (seen == turns) {
        if (patience <= 0 || !participants.isAnyOutside()) {
          throw new IllegalStateException(
              "the call in drive(() -> ...) cannot end: no thread is busy and nothing is due; "
                  + describe());
        }
        patience = awaitChange(patience);
      }
    } finally {
      lock.unlock();
    }
  }

  void limitUndrivenWaits(long nanos) {
    undrivenLimit = nanos;
  }

  private @Nullable Participant anyBusy() {
    return running != null ? running : participants.busyStranger(driver);
  }

  /**
   * Returns what is left of {@code nanos}. An interrupt is the test framework's, and kept for it.
   */
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private long awaitChange(long nanos) {
    boolean interrupted = Thread.interrupted();
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      interrupted = true;
      return nanos;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IllegalStateException stillBusy(Participant busy) {
    Thread thread = busy.thread;
    if (thread == null) {
      return new IllegalStateException(
          "an enlisted thread was not started for 10 s: start it, or take it back with"
              + " dismiss(...)");
    }
    return new IllegalStateException(
        Names.ofThread(thread)
            + " is still busy after 10 s; a wait for something else belongs in idle(...):"
            + Stream.of(thread.getStackTrace())
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining()));
  }

  // ---- for those who wait

  /** {@code due} gives a time, under the lock; null: for as long as it takes. */
  void park(Object blocker, @Nullable LongSupplier due) {
    park(blocker, due, null, false);
  }

  /** {@code look} is a time at which it only looks at something. */
  void park(Object blocker, long deadline, long look) {
    park(blocker, () -> deadline, look, false);
  }

  /** {@code due} gives the time at which the wall clock will show what is waited for. */
  void parkByWallClock(Object blocker, LongSupplier due) {
    park(blocker, due, null, true);
  }

  private void park(
      Object blocker, @Nullable LongSupplier dueTime, @Nullable Long look, boolean byWallClock) {
    Participant self;
    lock.lock();
    try {
      self = self();
      if (self.takePermit() || Thread.currentThread().isInterrupted()) {
        markAsSeen(self);
        return;
      }
      if (dueTime != null && !sleepers.add(self, dueTime.getAsLong(), look, byWallClock)) {
        return;
      }
      self.blocker = blocker;
      self.state = Participant.State.WAITING;
      if (!self.enlisted) {
        notice(self);
      }
      passTurn(self);
    } finally {
      lock.unlock();
    }
    awaitTurn(self);
  }

  /** A stranger counts from its first wait on, also if that was over at once. */
  private static void markAsSeen(Participant self) {
    if (!self.enlisted) {
      self.state = Participant.State.BUSY;
    }
  }

  void moveWallClock(Runnable move) {
    lock.lock();
    try {
      move.run();
      sleepers.wallClockHasMoved();
    } finally {
      lock.unlock();
    }
  }

  /** To those that are ready; a thread that has no turn keeps on. */
  void yieldTurn() {
    Participant self;
    lock.lock();
    try {
      self = self();
      if (running != self || ready.isEmpty()) {
        return;
      }
      self.state = Participant.State.READY;
      ready.add(self);
      passTurn(self);
    } finally {
      lock.unlock();
    }
    awaitTurn(self);
  }

  void unpark(Thread thread) {
    lock.lock();
    try {
      Participant p = participants.known(thread);
      if (p == null) {
        p = participants.of(thread);
        p.state = Participant.State.OUTSIDE; // not busy before it has waited here
      }
      if (p.state == Participant.State.WAITING) {
        wake(p);
      } else {
        p.permit = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** After an interrupt: who waits, wakes. */
  void wakeIfWaiting(Thread thread) {
    lock.lock();
    try {
      Participant p = participants.known(thread);
      if (p != null && p.state == Participant.State.WAITING) {
        wake(p);
      }
    } finally {
      lock.unlock();
    }
  }

  void goOutside() {
    lock.lock();
    try {
      Participant self = self();
      self.state = Participant.State.OUTSIDE;
      passTurn(self);
    } finally {
      lock.unlock();
    }
  }

  /** A wait in between has had its own turn, then there is nothing to come back from. */
  void comeBack() {
    Participant self;
    lock.lock();
    try {
      self = self();
      if (self.state == Participant.State.OUTSIDE) {
        queue(self);
      }
    } finally {
      lock.unlock();
    }
    awaitTurn(self);
  }

  // ---- for threads that begin and end

  void admit(Participant enlisted) {
    lock.lock();
    try {
      queue(enlisted);
    } finally {
      lock.unlock();
    }
  }

  /** Called by the thread itself. */
  void begin(Participant enlisted) {
    lock.lock();
    try {
      participants.begins(enlisted);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    awaitTurn(enlisted);
  }

  /** The thread has ended, or was never started. */
  void leave(Participant enlisted) {
    lock.lock();
    try {
      if (enlisted.thread != null) {
        participants.remove(enlisted);
      } else {
        ready.remove(enlisted);
      }
      passTurn(enlisted);
    } finally {
      lock.unlock();
    }
  }

  // ---- the turn; under the lock, except awaitTurn

  private Participant self() {
    return participants.of(Thread.currentThread());
  }

  private void wake(Participant p) {
    sleepers.remove(p);
    queue(p);
  }

  private void queue(Participant p) {
    if (p.enlisted) {
      p.state = Participant.State.READY;
      ready.add(p);
      giveTurn();
    } else {
      start(p);
    }
  }

  private void passTurn(Participant from) {
    if (running == from) {
      running = null;
      giveTurn();
    }
    changed.signalAll();
  }

  private void giveTurn() {
    if (running == null && !ready.isEmpty()) {
      shuffle();
      running = ready.remove();
      start(running);
    }
  }

  private void shuffle() {
    int skipped = random == null ? 0 : random.nextInt(ready.size());
    for (int i = 0; i < skipped; i++) {
      ready.addLast(ready.removeFirst());
    }
  }

  private void start(Participant p) {
    turns++;
    p.state = Participant.State.BUSY;
    LockSupport.unpark(p.thread);
    changed.signalAll();
  }

  /**
   * Parks, in real time, until it is this thread's turn. An interrupt is kept and shown at the end;
   * one that did not come through the time source ends the wait all the same.
   */
  private void awaitTurn(Participant self) {
    boolean interrupted = false;
    while (self.state != Participant.State.BUSY) {
      LockSupport.parkNanos(self.blocker, self.enlisted ? PATIENCE : untilNextLook());
      if (Thread.interrupted()) {
        interrupted = true;
        wakeIfWaiting(Thread.currentThread());
      } else if (!self.enlisted && self.state != Participant.State.BUSY) {
        checkThatThisCanEnd(self);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long untilNextLook() {
    long limit = undrivenLimit == 0 ? PATIENCE : Math.min(PATIENCE, undrivenLimit);
    return Math.max(limit / 10, MILLISECOND);
  }

  /** The driver says so when a wait cannot end; without one, a stranger that waits has to. */
  private void checkThatThisCanEnd(Participant self) {
    lock.lock();
    try {
      if (turns != self.seenTurn || driver != null) {
        notice(self);
        return;
      }
      long still = System.nanoTime() - self.stillSince;
      if (running != null && still >= PATIENCE) {
        throw givenUp(self, stillBusy(running));
      }
      if (undrivenLimit > 0 && still >= undrivenLimit && nobodyCanMoveTheTime()) {
        throw givenUp(self, undriven(self));
      }
    } finally {
      lock.unlock();
    }
  }

  private void notice(Participant stranger) {
    stranger.seenTurn = turns;
    stranger.stillSince = System.nanoTime();
  }

  /** The thread that moved the time last may move it again, unless it waits for it now. */
  private boolean nobodyCanMoveTheTime() {
    Participant mover = participants.known(lastDriver);
    return anyBusy() == null
        && !participants.isAnyOutside()
        && (lastDriver == null
            || !lastDriver.isAlive()
            || (mover != null && mover.state == Participant.State.WAITING));
  }

  private IllegalStateException givenUp(Participant self, IllegalStateException why) {
    wake(self);
    return why;
  }

  private IllegalStateException undriven(Participant self) {
    return new IllegalStateException(
        self
            + ", all other threads are idle and nobody moves the time: make the call in"
            + " drive(() -> ...), or advance the time on another thread; "
            + describe());
  }

  String describe() {
    lock.lock();
    try {
      return participants.toString();
    } finally {
      lock.unlock();
    }
  }
}
