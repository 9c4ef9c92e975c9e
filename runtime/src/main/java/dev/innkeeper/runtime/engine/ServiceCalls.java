package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Call;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.machine.Traits;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.timer.message.Shown;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls to services: nobody else does. Each ends with its message, whatever happens. */
final class ServiceCalls {

  private static final int MOST_OF_A_REASON = 200;

  private final Engine engine;

  /** The services: those that suppliers made, in their present life. */
  private final AtomicReferenceArray<@Nullable HostedService> services;

  ServiceCalls(Engine engine) {
    this.engine = engine;
    int size = engine.plan().services().size();
    services = new AtomicReferenceArray<>(size);
    for (int i = 0; i < size; i++) {
      services.set(i, engine.plan().services().get(i).instance());
    }
  }

  /** On a thread of the life. */
  void make(LifeThread life, Call call) {
    Ending<Void> ending = run(life, call);
    Caught failure = ending.failure() == null ? null : caught(life, call, ending);
    engine
        .inbox()
        .post(new Message.Returned(life.service(), call, failure, life.reached(), traits(life)));
    if (failure != null) {
      failure.awaitJudgement(engine);
    }
    if (call == Call.START && life.isWorking()) {
      engine.letOthersGoFirst(life.othersWereWaiting());
    }
  }

  /** On the host thread: there is no thread for it. */
  void couldNotMake(LifeThread life, Call call, Throwable why) {
    Caught failure = new Caught(new Causes(why), call.where(), false);
    engine.inbox().post(new Message.Returned(life.service(), call, failure, false, traits(life)));
  }

  private static Caught caught(LifeThread life, Call call, Ending<?> ending) {
    Causes causes = ending.causes();
    boolean asAsked =
        ending.byInterrupt() || (call == Call.EXECUTE && life.context().isEndOfWork(causes));
    return new Caught(causes, call.where(), asAsked, life.plan());
  }

  private Ending<Void> run(LifeThread life, Call call) {
    Interruptible interruptible =
        Objects.requireNonNull(call == Call.EXECUTE ? life.workCode() : life.callCode());
    return interruptible.call(life.workplace(), intercepted(life, call));
  }

  private Callable<Void> intercepted(LifeThread life, Call call) {
    Callable<Void> body = () -> perform(life, call);
    Interception interception = engine.surroundings().interception();
    return interception.isEmpty()
        ? body
        : () -> interception.call(life.plan().name(), kind(call), body);
  }

  private Void perform(LifeThread life, Call call) throws Exception {
    LifeContext context = life.context();
    switch (call) {
      case CREATE -> {
        Supplier<? extends HostedService> supplier =
            Objects.requireNonNull(life.plan().supplier(), "supplier");
        services.set(
            life.service(), Objects.requireNonNull(supplier.get(), "the supplied service"));
      }
      case STARTING -> observer(life).starting(context);
      case START -> {
        service(life).start(context);
        life.hasReached();
      }
      case EXECUTE -> ((BackgroundService) service(life)).execute(context);
      case STARTED -> observer(life).started(context);
      case STOPPING -> observer(life).stopping(context);
      case HOOKS -> context.takeHooks().forEach(context::runHook);
      case STOP -> service(life).stop(context);
      case STOPPED -> observer(life).stopped(context);
    }
    return null;
  }

  /** Asks it how well it is. Never throws. */
  Health check(LifeThread life, HealthCheck check, Interruptible self) {
    Callable<@Nullable Health> body = check::check;
    Interception interception = engine.surroundings().interception();
    Callable<@Nullable Health> intercepted =
        interception.isEmpty()
            ? body
            : () ->
                interception.call(life.plan().name(), ServiceInterceptor.Kind.HEALTH_CHECK, body);
    Ending<@Nullable Health> ending = self.call(life.workplace(), intercepted);
    Throwable thrown = ending.thrown();
    if (thrown != null) {
      return Health.down("the health check has failed: " + shortened(Shown.ofFailure(thrown)));
    }
    Health found = ending.result();
    return found == null ? Health.down("the health check has returned null") : found;
  }

  /** It is shown in places where there is little room. */
  private static String shortened(String text) {
    return text.length() <= MOST_OF_A_REASON ? text : text.substring(0, MOST_OF_A_REASON) + "…";
  }

  private HostedService service(LifeThread life) {
    return Objects.requireNonNull(services.get(life.service()), "the service was not made");
  }

  private HostedLifecycleService observer(LifeThread life) {
    return (HostedLifecycleService) service(life);
  }

  Traits traits(LifeThread life) {
    return Traits.of(services.get(life.service()), life.context().isDraining());
  }

  private static ServiceInterceptor.Kind kind(Call call) {
    return switch (call) {
      case CREATE -> ServiceInterceptor.Kind.CREATE;
      case STARTING -> ServiceInterceptor.Kind.STARTING;
      case START -> ServiceInterceptor.Kind.START;
      case EXECUTE -> ServiceInterceptor.Kind.EXECUTE;
      case STARTED -> ServiceInterceptor.Kind.STARTED;
      case STOPPING -> ServiceInterceptor.Kind.STOPPING;
      case HOOKS -> ServiceInterceptor.Kind.ON_STOP_REQUESTED;
      case STOP -> ServiceInterceptor.Kind.STOP;
      case STOPPED -> ServiceInterceptor.Kind.STOPPED;
    };
  }
}
