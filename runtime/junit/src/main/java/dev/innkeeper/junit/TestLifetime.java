package dev.innkeeper.junit;

import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.thread.Callbacks;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The life of the host that there is not. */
final class TestLifetime implements ApplicationLifetime {

  private final TestContext context;
  private final Callbacks stopping = new Callbacks();
  private final Callbacks stopped = new Callbacks();
  private volatile Callbacks started = new Callbacks();
  private final AtomicReference<@Nullable String> stopReason = new AtomicReference<>();

  TestLifetime(TestContext context) {
    this.context = context;
    runAll(started);
  }

  @Override
  public void onStarted(Runnable callback) {
    add(callback, started);
  }

  @Override
  public void onStopping(Runnable callback) {
    add(callback, stopping);
  }

  @Override
  public void onStopped(Runnable callback) {
    add(callback, stopped);
  }

  private void add(Runnable callback, Callbacks callbacks) {
    if (!callbacks.add(Objects.requireNonNull(callback, "callback"))) {
      run(callback);
    }
  }

  @Override
  public void requestStop() {
    requestStop("a stop was requested");
  }

  @Override
  public void requestStop(String reason) {
    stopReason.compareAndSet(null, Objects.requireNonNull(reason, "reason"));
    context.beginToStop();
  }

  @Override
  public Optional<String> stopReason() {
    return Optional.ofNullable(stopReason.get());
  }

  boolean isStopRequested() {
    return stopReason.get() != null;
  }

  // ---- what happens

  /** A start that is in progress: its callbacks wait. */
  void starting() {
    started = new Callbacks();
  }

  void started() {
    runAll(started);
  }

  void stopping() {
    runAll(stopping);
  }

  void stopped() {
    runAll(stopped);
  }

  private void runAll(Callbacks callbacks) {
    callbacks.happen().forEach(this::run);
  }

  private void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable t) {
      context.addFailure(t);
    }
  }
}
