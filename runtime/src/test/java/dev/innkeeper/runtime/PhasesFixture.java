package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Services that mark each of their six calls, and do there what they were told to. */
abstract class PhasesFixture extends HostFixture {

  enum Step {
    STARTING,
    START,
    STARTED,
    STOPPING,
    STOP,
    STOPPED
  }

  interface Act {
    void perform(ServiceContext context) throws Exception;
  }

  class Observer implements HostedLifecycleService {
    final String name;
    private final Map<Step, Act> acts = new EnumMap<>(Step.class);

    Observer(String name) {
      this.name = name;
    }

    Observer at(Step step, Act act) {
      acts.put(step, act);
      return this;
    }

    private void call(Step step, ServiceContext context) throws Exception {
      mark(name + " " + step);
      try {
        acts.getOrDefault(step, c -> {}).perform(context);
      } catch (InterruptedException e) {
        mark(name + " interrupted in " + step);
        throw e;
      }
    }

    @Override
    public void starting(ServiceContext context) throws Exception {
      call(Step.STARTING, context);
    }

    @Override
    public void start(ServiceContext context) throws Exception {
      call(Step.START, context);
    }

    @Override
    public void started(ServiceContext context) throws Exception {
      call(Step.STARTED, context);
    }

    @Override
    public void stopping(ServiceContext context) throws Exception {
      call(Step.STOPPING, context);
    }

    @Override
    public void stop(ServiceContext context) throws Exception {
      call(Step.STOP, context);
    }

    @Override
    public void stopped(ServiceContext context) throws Exception {
      call(Step.STOPPED, context);
    }
  }

  /** Both: it has work as well, which marks each second until it is asked to stop. */
  final class Worker extends Observer implements BackgroundService {

    Worker(String name) {
      super(name);
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      mark(name + " works");
      while (!context.awaitStop(seconds(1))) {
        mark(name + " ticks");
      }
      mark(name + " ends");
    }
  }

  Observer observer(String name) {
    return new Observer(name);
  }

  Act take(long seconds) {
    return context -> sleep(time, seconds(seconds));
  }

  Act hangDeaf() {
    return context -> sleepDeaf(time, Duration.ofDays(1));
  }

  static Act fail(Exception failure) {
    return context -> {
      throw failure;
    };
  }

  /** Starts the host and forgets what has been marked. */
  Host started(HostBuilder builder) throws Exception {
    Host host = builder.build();
    start(host);
    trail.clear();
    return host;
  }
}
