package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.events.LifetimeEvents;
import java.util.Optional;

/** What is asked of a host through its lifetime. */
record Requests(Engine engine) implements LifetimeEvents.Requests {

  @Override
  public void requestStop(String reason) {
    engine.requestStop(reason);
  }

  @Override
  public void requestDrain() {
    engine.requestDrain();
  }

  @Override
  public Optional<String> stopReason() {
    return Optional.ofNullable(engine.stopRequest()).map(Engine.StopRequest::reason);
  }
}
