package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A host in one election: it tries to take the lease, renews it, and gives it back. Until when the
 * lease holds, and what follows when it ends, is for the machine to say.
 *
 * <p>The host thread keeps the times, and all that is here is its own; each call to the election is
 * made on a thread of its own, one at a time, since it may hang. That is a platform thread, because
 * the services that lead may hold all carriers.
 *
 * <p>A lease goes on to end while the process stands still, unlike everything else that a host
 * keeps: so its times are kept in the time source's own time, and the machine is told again what
 * they are in the host's when that has lost some.
 *
 * <p>Times, as parts of a lease: a candidate tries again after a fifth. A leader renews after a
 * third, and when that fails tries again after a fifteenth. The services are asked to stop after
 * two thirds, and abandoned when a tenth is left.
 */
final class Candidate {

  /** A lease, and its token. */
  private record Held(Lease lease, OptionalLong token) {}

  /**
   * What came of a call: made on its thread, since it calls methods of the user's exceptions.
   *
   * @param trouble why there is no result; null: there is one
   */
  private record Answer<R>(@Nullable R result, @Nullable String trouble) {

    static <R> Answer<R> of(Ending<R> ending) {
      Throwable thrown = ending.thrown();
      return new Answer<>(ending.result(), thrown == null ? null : Shown.ofFailure(thrown));
    }
  }

  private final Engine engine;
  private final HostThread hostThread;
  private final int number;
  private final LeaderElection election;
  private final String name;
  private final Duration lasts;
  private final long duration;

  /** By which it leads; null: it does not. Read in a drain. */
  private volatile @Nullable Held lease;

  /** Which candidacy this is, for the machine; zero: it is no candidate. */
  private int candidacy;

  /** A lease that nobody leads by any more. */
  private @Nullable Held toGiveBack;

  /** The call in progress; null: none is. */
  private @Nullable Interruptible call;

  private Deadlines.@Nullable Deadline next;

  /** From when the lease counts, in the time source's own time: before the call that has it. */
  private long held;

  /** The election has not answered, and that was told. */
  private boolean inTrouble;

  Candidate(Engine engine, HostThread hostThread, int number, LeaderElection election) {
    this.engine = engine;
    this.hostThread = hostThread;
    this.number = number;
    this.election = election;
    this.name = Shown.text(election.name());
    this.lasts = election.leaseDuration();
    this.duration = Durations.nanos(lasts);
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  boolean isOf(@Nullable LeaderElection other) {
    return election == other;
  }

  /** On any thread, while it leads. */
  OptionalLong fencingToken() {
    Held present = lease;
    return present == null ? OptionalLong.empty() : present.token;
  }

  // ---- what is wanted

  void seek(int asCandidacy) {
    candidacy = asCandidacy;
    goOn();
  }

  void release() {
    candidacy = 0;
    if (lease != null) { // else there may be an earlier one that is still to be given back
      toGiveBack = lease;
      lease = null;
    } else if (toGiveBack == null) {
      interrupt(); // it may be about to take one
    }
    goOn();
  }

  void letExpire() {
    candidacy = 0;
    lease = null;
    interrupt();
  }

  /** The host's time has lost some, which the lease has not. */
  void hasStoodStill() {
    if (lease != null) {
      tellRenewed();
      goOn();
    }
  }

  /** It is no candidate, and no lease has to be given back, or may have to be. */
  boolean isDone() {
    return candidacy == 0 && call == null && toGiveBack == null;
  }

  /** The host does not wait any longer. */
  void end() {
    if (toGiveBack != null || lease != null) {
      notGivenBack("there is no time left");
    }
    interrupt();
  }

  private void interrupt() {
    Interruptible present = call;
    if (present != null) { // by a helper, since that may wait
      engine.helpers().help(() -> present.interrupt(engine.time()));
    }
  }

  // ---- one call after the other

  /** Makes the next call; one in progress comes back here when it has ended. */
  private void goOn() {
    if (call != null) {
      return;
    }
    goOnIn(null);
    Held unwanted = toGiveBack;
    Held present = lease;
    if (unwanted != null) {
      make(
          () -> {
            unwanted.lease.release();
            return true;
          },
          this::gaveBack);
    } else if (candidacy != 0 && present == null) {
      long began = engine.time().nanoTime();
      make(this::take, answer -> hasTried(answer, began));
    } else if (present != null) {
      long began = engine.time().nanoTime();
      make(present.lease::renew, answer -> hasRenewed(present, answer, began));
    }
  }

  /** On the thread of the call. */
  private Optional<Held> take() throws Exception {
    Optional<Lease> taken =
        Objects.requireNonNull(election.tryAcquire(), "tryAcquire() has returned null");
    return taken.map(found ->
        new Held(
            found,
            Objects.requireNonNull(found.fencingToken(), "fencingToken() has returned null")));
  }

  /** Null: not until something else happens. */
  private void goOnIn(@Nullable Long time) {
    Deadlines.Deadline planned = next;
    if (planned != null) {
      planned.cancel();
    }
    next = time == null ? null : engine.deadlines().setCancellable(time, this::goOn);
  }

  private <R> void make(Callable<R> code, Consumer<Answer<R>> then) {
    Interruptible made = new Interruptible();
    call = made;
    try {
      hostThread
          .scope()
          .forkUninterruptible(
              ThreadScope.threadNamed(engine.plan().name() + "/election-" + name, true),
              () -> {
                Answer<R> answer = Answer.of(made.call(engine.workplace(), code));
                hostThread.task(() -> hasEnded(answer, then));
              });
    } catch (Throwable t) { // there is no thread or no memory for it
      hasEnded(new Answer<>(null, t.getClass().getName()), then);
      return;
    }
    engine.deadlines().look(engine.clock().now() + duration, () -> isLate(made));
  }

  private <R> void hasEnded(Answer<R> answer, Consumer<Answer<R>> then) {
    call = null;
    then.accept(answer);
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  private void isLate(Interruptible made) {
    if (call == made) {
      trouble("it has not answered in " + Durations.show(Duration.ofNanos(duration)));
      interrupt();
    }
  }

  // ---- what came of it

  private void hasTried(Answer<Optional<Held>> answer, long began) {
    Optional<Held> found = answered(answer) ? answer.result : null;
    Held taken = found == null ? null : found.orElse(null);
    if (taken == null) {
      goOnIfCandidate(engine.clock().fromSource(began + duration / 5));
    } else if (candidacy == 0) {
      toGiveBack = taken;
      goOn();
    } else {
      lease = taken;
      held = began;
      engine
          .inbox()
          .post(new Message.LeaseTaken(number, candidacy, taken.token, renewBy(), endOfLease()));
      goOnIfCandidate(timeToRenew());
    }
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  private void hasRenewed(Held renewed, Answer<Boolean> answer, long began) {
    boolean answered = answered(answer);
    if (lease != renewed) {
      goOn(); // it was given up meanwhile
    } else if (!answered) {
      goOnIfCandidate(engine.clock().now() + duration / 15);
    } else if (Boolean.TRUE.equals(answer.result)) {
      held = began;
      tellRenewed();
      goOnIfCandidate(timeToRenew());
    } else { // it is nobody's to give back; the machine says what follows
      lease = null;
      int lost = candidacy;
      candidacy = 0;
      engine.inbox().post(new Message.LeaseLost(number, lost));
    }
  }

  private void gaveBack(Answer<Boolean> answer) {
    toGiveBack = null;
    if (answer.trouble != null) {
      notGivenBack(answer.trouble);
    }
    goOn();
  }

  private void tellRenewed() {
    engine.inbox().post(new Message.LeaseRenewed(number, candidacy, renewBy(), endOfLease()));
  }

  // In the host's time, as it is now:

  private long timeToRenew() {
    return engine.clock().fromSource(held + duration / 3);
  }

  private long renewBy() {
    return engine.clock().fromSource(held + duration / 3 * 2);
  }

  private long endOfLease() {
    return engine.clock().fromSource(held + duration / 10 * 9);
  }

  private void goOnIfCandidate(long time) {
    if (toGiveBack != null) {
      goOn();
    } else if (candidacy != 0) {
      goOnIn(time);
    }
  }

  // ---- trouble is told once, and its end

  private boolean answered(Answer<?> answer) {
    if (answer.trouble != null) {
      if (candidacy != 0) {
        trouble(answer.trouble);
      }
      return false;
    }
    if (inTrouble) {
      inTrouble = false;
      engine.events().write(notices -> notices.electionAnswersAgain(name));
    }
    return true;
  }

  private void trouble(String what) {
    if (!inTrouble) {
      inTrouble = true;
      boolean leads = lease != null;
      engine.events().write(notices -> notices.electionInTrouble(name, what, leads));
    }
  }

  private void notGivenBack(String why) {
    engine.events().write(n -> n.leaseNotGivenBack(name, why, lasts));
  }
}
