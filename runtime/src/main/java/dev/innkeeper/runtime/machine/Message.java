package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a host. Services are numbers, in the order of registration. */
public sealed interface Message {

  /** The host thread begins the start, and opens what stands around the host first. */
  record StartBegun() implements Message {}

  /** What stands around the host could not be opened. */
  record StartFailed(String name, Failure failure) implements Message {}

  /** The host thread has opened a phase. */
  record Opened(Phase phase) implements Message {}

  /** The host is to stop, from {@code at} on and until {@code deadline}. */
  record StopRequested(String reason, long at, long deadline) implements Message {}

  /** The host is no longer ready, and is about to be stopped. */
  record DrainRequested() implements Message {}

  /** Nothing follows from it: who asks wants to know whether it is worked off. */
  record Ping(int number) implements Message {}

  /**
   * The host thread begins the stop.
   *
   * @param drain for how long no service is asked yet
   */
  record StopBegun(long drain) implements Message {}

  /**
   * A call has ended.
   *
   * @param reached whether the service's own code has returned, whatever became of what is around
   *     it
   * @param traits what is known of the service since the call
   */
  record Returned(int service, Call call, @Nullable Failure failure, boolean reached, Traits traits)
      implements Message {}

  /** The service has said that it is ready. */
  record Ready(int service, int life) implements Message {}

  /** The service has failed without an exception out of a call. */
  record Failed(int service, int life, Failure failure) implements Message {}

  /** How well the service is, as far as one source of that knows. */
  record HealthIs(int service, int life, HealthSource source, Health health) implements Message {}

  /** A hook for the stop has failed. */
  record HookFailed(int service, int life, Failure failure) implements Message {}

  /**
   * A time of a service has come.
   *
   * @param call for {@link Rung#CALL}: which of the service's calls is meant
   */
  record Due(int service, int life, Rung rung, int call) implements Message {}

  /** A time of the host has come. */
  record HostDue(HostRung rung) implements Message {}

  /**
   * Services have not started in time: the failure shows where they are.
   *
   * @param ofHost whether the host's start is over time, and not only that of one service
   */
  record Overdue(List<Life> lives, Failure failure, boolean ofHost) implements Message {}

  /** One life of a service. */
  record Life(int service, int life) {}

  /** An operator wants something. */
  record Ordered(Order order) implements Message {}

  /**
   * The host has taken the lease of an election, and leads.
   *
   * @param candidacy which one that was
   * @param renewBy when its services are asked to stop, unless it was renewed
   * @param end when they are abandoned then
   */
  record LeaseTaken(int election, int candidacy, OptionalLong token, long renewBy, long end)
      implements Message {}

  /**
   * The host has renewed the lease, and leads until later; or it ends earlier, because the process
   * stood still.
   */
  record LeaseRenewed(int election, int candidacy, long renewBy, long end) implements Message {}

  /** The lease should have been renewed by now. */
  record LeaseDue(int election, int candidacy) implements Message {}

  /** The lease is over, and nothing brings it back. */
  record LeaseLost(int election, int candidacy) implements Message {}

  /** A thread of the service was found inside {@link System#exit}, and never comes out. */
  record Exits(int service, Call call) implements Message {}

  /** Where the threads are of a service that was abandoned. */
  record Seen(int service, List<StuckThread> stuckIn) implements Message {}

  /** The process stood still in the stop, and so much of that does not move its deadline. */
  record Frozen(long nanos) implements Message {}
}
