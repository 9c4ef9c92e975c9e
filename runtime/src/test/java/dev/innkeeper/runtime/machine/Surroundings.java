package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of all that a machine may do, surroundings in a test care about some. */
interface Surroundings extends Effects {

  @Override
  default void begin(int service, int life) {}

  @Override
  default void end(int service) {}

  @Override
  default void workIsInterruptedAt(int service, long time) {}

  @Override
  default boolean tellsAll() {
    return true;
  }

  @Override
  default void interruptCall(int service) {}

  @Override
  default void interruptWork(int service) {}

  @Override
  default void announce(HostEvent event, @Nullable Failure cause) {}

  @Override
  default void stands(int service, ServiceStatus status) {}

  @Override
  default void blame(
      List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost) {}

  @Override
  default void judged(Failure failure, @Nullable Throwable earlier) {}

  @Override
  default void failures(HostFailures failures) {}

  @Override
  default void answer(Order order, Order.Answer answer) {}

  @Override
  default void hostRuns() {}

  @Override
  default void stopBegins(StopTimes times) {}

  @Override
  default void seek(int election, int candidacy) {}

  @Override
  default void release(int election) {}

  @Override
  default void letExpire(int election) {}

  @Override
  default void startGivenUp(int service) {}

  @Override
  default void workEndedAsAsked(int service, Failure failure) {}

  @Override
  default void endedLate(int service) {}
}
