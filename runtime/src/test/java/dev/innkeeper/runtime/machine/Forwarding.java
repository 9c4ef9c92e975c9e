package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.StopTimes;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands all that a machine does on to its surroundings. */
class Forwarding implements Effects {

  private final Effects effects;

  Forwarding(Effects effects) {
    this.effects = effects;
  }

  @Override
  public void begin(int service, int life) {
    effects.begin(service, life);
  }

  @Override
  public void proceed(int service, Call call) {
    effects.proceed(service, call);
  }

  @Override
  public void end(int service) {
    effects.end(service);
  }

  @Override
  public void ask(int service) {
    effects.ask(service);
  }

  @Override
  public boolean hasHooks(int service) {
    return effects.hasHooks(service);
  }

  @Override
  public void workIsInterruptedAt(int service, long time) {
    effects.workIsInterruptedAt(service, time);
  }

  @Override
  public boolean tellsAll() {
    return effects.tellsAll();
  }

  @Override
  public void interruptCall(int service) {
    effects.interruptCall(service);
  }

  @Override
  public void interruptWork(int service) {
    effects.interruptWork(service);
  }

  @Override
  public void wakeAt(long time, Message message) {
    effects.wakeAt(time, message);
  }

  @Override
  public void announce(HostEvent event, @Nullable Failure cause) {
    effects.announce(event, cause);
  }

  @Override
  public void stands(int service, ServiceStatus status) {
    effects.stands(service, status);
  }

  @Override
  public void lookFor(int service) {
    effects.lookFor(service);
  }

  @Override
  public void blame(List<Message.Life> lives, List<String> names, Duration limit, boolean ofHost) {
    effects.blame(lives, names, limit, ofHost);
  }

  @Override
  public void judged(Failure failure, @Nullable Throwable earlier) {
    effects.judged(failure, earlier);
  }

  @Override
  public void failures(HostFailures failures) {
    effects.failures(failures);
  }

  @Override
  public void answer(Order order, Order.Answer answer) {
    effects.answer(order, answer);
  }

  @Override
  public void phaseIsOver(Phase phase) {
    effects.phaseIsOver(phase);
  }

  @Override
  public void hostRuns() {
    effects.hostRuns();
  }

  @Override
  public Message.StopRequested stopHost(String reason) {
    return effects.stopHost(reason);
  }

  @Override
  public void stopBegins(StopTimes times) {
    effects.stopBegins(times);
  }

  @Override
  public void workEndedAsAsked(int service, Failure failure) {
    effects.workEndedAsAsked(service, failure);
  }

  @Override
  public void seek(int election, int candidacy) {
    effects.seek(election, candidacy);
  }

  @Override
  public void release(int election) {
    effects.release(election);
  }

  @Override
  public void letExpire(int election) {
    effects.letExpire(election);
  }

  @Override
  public void startGivenUp(int service) {
    effects.startGivenUp(service);
  }

  @Override
  public void endedLate(int service) {
    effects.endedLate(service);
  }
}
