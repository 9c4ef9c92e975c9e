package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Services that mark each of their six calls and do there what they were told to, and interceptors
 * that mark what they are around.
 */
final class Tracing {

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

  static class Observer implements HostedLifecycleService {
    final HostFixture fixture;
    final String name;
    private final Map<Step, Act> acts = new EnumMap<>(Step.class);

    Observer(HostFixture fixture, String name) {
      this.fixture = fixture;
      this.name = name;
    }

    Observer at(Step step, Act act) {
      acts.put(step, act);
      return this;
    }

    private void call(Step step, ServiceContext context) throws Exception {
      fixture.mark(name + " " + step);
      try {
        acts.getOrDefault(step, c -> {}).perform(context);
      } catch (InterruptedException e) {
        fixture.mark(name + " interrupted in " + step);
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
  private static final class Worker extends Observer implements BackgroundService {

    Worker(HostFixture fixture, String name) {
      super(fixture, name);
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      fixture.mark(name + " works");
      while (!context.awaitStop(seconds(1))) {
        fixture.mark(name + " ticks");
      }
      fixture.mark(name + " ends");
    }
  }

  private final HostFixture fixture;

  Tracing(HostFixture fixture) {
    this.fixture = fixture;
  }

  Observer observer(String name) {
    return new Observer(fixture, name);
  }

  Observer worker(String name) {
    return new Worker(fixture, name);
  }

  Act take(long seconds) {
    return context -> sleep(fixture.time, seconds(seconds));
  }

  Act hangDeaf() {
    return context -> sleepDeaf(fixture.time, Duration.ofDays(1));
  }

  static Act fail(Exception failure) {
    return context -> {
      throw failure;
    };
  }

  /** Marks before and after each call, and what it threw. */
  ServiceInterceptor interceptor(String prefix) {
    return call -> {
      String what = prefix + call.service() + " " + call.kind();
      fixture.mark("> " + what);
      try {
        call.proceed();
        fixture.mark("< " + what);
      } catch (Exception e) {
        fixture.mark("! " + what + " " + e.getMessage());
        throw e;
      }
    };
  }

  /** Does this for one kind, and proceeds with all others. */
  static ServiceInterceptor at(ServiceInterceptor.Kind kind, ServiceInterceptor interceptor) {
    return new ServiceInterceptor() {
      @Override
      public void intercept(Invocation call) throws Exception {
        if (call.kind() == kind) {
          interceptor.intercept(call);
        } else {
          call.proceed();
        }
      }

      @Override
      public String toString() {
        return "interceptor";
      }
    };
  }
}
