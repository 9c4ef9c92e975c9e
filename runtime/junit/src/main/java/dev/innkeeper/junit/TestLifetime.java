package dev.innkeeper.junit;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.thread.Callbacks;
import dev.innkeeper.timer.TimeSource;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The life of the host that there is not. */
final class TestLifetime implements ApplicationLifetime {

  /** Where it is, and since when. */
  record Now(HostState state, Instant since, boolean drains) {}

  private final TestContext context;
  private final TimeSource time;
  private final Callbacks stopping = new Callbacks();
  private final Callbacks stopped = new Callbacks();
  private volatile Callbacks started = new Callbacks();
  private final AtomicReference<@Nullable String> stopReason = new AtomicReference<>();

  private final AtomicReference<Now> now;

  TestLifetime(TestContext context, TimeSource time) {
    this.context = context;
    this.time = time;
    now = new AtomicReference<>(new Now(HostState.RUNNING, time.instant(), false));
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
    if (Objects.requireNonNull(reason, "reason").isBlank()) {
      throw new IllegalArgumentException(
          "the reason for the stop is blank: say why, or use requestStop()");
    }
    stopReason.compareAndSet(null, reason);
    context.beginToStop();
  }

  @Override
  public void requestDrain() {
    now.updateAndGet(before -> new Now(before.state(), before.since(), true));
  }

  @Override
  public Optional<String> stopReason() {
    return Optional.ofNullable(stopReason.get());
  }

  boolean isStopRequested() {
    return stopReason.get() != null;
  }

  Now now() {
    return Objects.requireNonNull(now.get());
  }

  // ---- what happens

  /** It never goes back, but for the start of a service in a host that is taken to run. */
  private void reach(HostState next) {
    Instant instant = time.instant();
    now.updateAndGet(before ->
        before.state().compareTo(next) < 0 ? new Now(next, instant, before.drains()) : before);
  }

  /** A start that is in progress: its callbacks wait. */
  void starting() {
    started = new Callbacks();
    Instant instant = time.instant();
    now.updateAndGet(before ->
        before.state() == HostState.RUNNING
            ? new Now(HostState.STARTING, instant, before.drains())
            : before);
  }

  /** Nothing runs then, and nothing is stopped. */
  void hasNotStarted() {
    reach(HostState.STOPPED);
  }

  void started() {
    reach(HostState.RUNNING);
    runAll(started);
  }

  void stopping() {
    reach(HostState.STOPPING);
    runAll(stopping);
  }

  void stopped() {
    reach(HostState.STOPPED);
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
