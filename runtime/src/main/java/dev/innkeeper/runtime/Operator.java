package dev.innkeeper.runtime;

import dev.innkeeper.runtime.engine.Engine;
import dev.innkeeper.runtime.machine.Order.Answer;
import dev.innkeeper.runtime.machine.Order.Kind;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.ServiceControl;

/** Gives orders to one service, and says what became of them. */
final class Operator implements ServiceControl {

  private final Engine engine;
  private final int service;

  Operator(Engine engine, int service) {
    this.engine = engine;
    this.service = service;
  }

  @Override
  public ServiceStatus status() {
    return engine.status(service);
  }

  @Override
  public ServiceStatus stop() throws InterruptedException {
    return order(Kind.STOP);
  }

  @Override
  public ServiceStatus stopWithDependents() throws InterruptedException {
    return order(Kind.STOP_WITH_DEPENDENTS);
  }

  @Override
  public ServiceStatus start() throws InterruptedException {
    return order(Kind.START);
  }

  @Override
  public ServiceStatus restart() throws InterruptedException {
    return order(Kind.RESTART);
  }

  @Override
  public ServiceStatus restartWithDependents() throws InterruptedException {
    return order(Kind.RESTART_WITH_DEPENDENTS);
  }

  private ServiceStatus order(Kind kind) throws InterruptedException {
    return switch (engine.order(kind, service)) {
      case Answer.Reached unused -> status();
      case Answer.Failed failed ->
          throw new ServiceFailedException(
              engine.plan().name(), failed.service(), failed.failure(), () -> false);
      case Answer.Refused refused -> throw new IllegalStateException(refused.reason());
      case Answer.Superseded superseded -> {
        if (kind.isUp()) {
          throw new IllegalStateException(superseded.by());
        }
        yield status();
      }
    };
  }
}
