package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be done about what happens. None waits, and none calls back. */
public interface Effects {

  /** A life of the service begins: a thread of its own, a context. Its first call follows. */
  void begin(int service, int life);

  /** Makes this call. Its end is a {@link Message.Returned}, also if it could not be made. */
  void proceed(int service, Call call);

  /** The life is over: its thread may end. */
  void end(int service);

  /** Tells the service by its context that it is to stop. */
  void ask(int service);

  /** Whether the service, which was asked, has hooks to run. */
  boolean hasHooks(int service);

  /** The work of a service that is asked to stop, is interrupted then. Before it is asked. */
  void workIsInterruptedAt(int service, long time);

  /** Interrupts the call in progress. */
  void interruptCall(int service);

  /** Interrupts the work. */
  void interruptWork(int service);

  /** Brings {@code message} when {@code time} has come. */
  void wakeAt(long time, Message message);

  /** Whether anybody hears of what goes as it should. */
  boolean tellsAll();

  /** Tells that something has happened. */
  void announce(HostEvent event, @Nullable Failure cause);

  /** The service stands like this from now on. */
  void stands(int service, ServiceStatus status);

  /** Finds out where the threads are of a service that was abandoned: {@link Message.Seen}. */
  void lookFor(int service);

  /**
   * Finds out where these are, which have not started in time: {@link Message.Overdue}.
   *
   * @param ofHost whether the limit is that of the host's start
   */
  void blame(List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost);

  /**
   * It is decided what follows from a failure.
   *
   * @param earlier a failure that it is to be suppressed in; null: none
   */
  void judged(Failure failure, @Nullable Throwable earlier);

  /** What callers of the host are to be thrown. */
  void failures(HostFailures failures);

  /** Answers an order, once. */
  void answer(Order order, Order.Answer answer);

  /** All services have passed the phase that is open. */
  void phaseIsOver(Phase phase);

  /** The host runs: all have started, and no stop was requested. */
  void hostRuns();

  /**
   * Requests a stop of the host. Returns the request that counts: this one, or an earlier one whose
   * message is still to come.
   */
  Message.StopRequested stopHost(String reason);

  /** The times of the stop are fixed. */
  void stopBegins(StopTimes times);

  /** The host is a candidate in this election: {@link Message.LeaseTaken} follows if it wins. */
  void seek(int election, int candidacy);

  /** The host is no longer a candidate, and gives back the lease if it has it. */
  void release(int election);

  /** The host is no longer a candidate, and does not renew the lease if it has it. */
  void letExpire(int election);

  /** A start that was given up has ended by it, which is no failure. */
  void startGivenUp(int service);

  /** The work has thrown because it was to stop, which is no failure. */
  void workEndedAsAsked(int service, Failure failure);

  /** A service has ended that had been abandoned. */
  void endedLate(int service);
}
