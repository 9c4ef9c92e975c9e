package dev.innkeeper.junit;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One life of a service in a {@link TestContext}. Its start, its work and its stop run one after
 * the other on a thread of its own, as in a host; the steps around them run on the thread that
 * starts or stops it.
 */
final class StartedService {

  private static final Duration INTERRUPT_AFTER = Duration.ofSeconds(2);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(10);

  /** A call to the service. */
  private interface Step {
    void take() throws Exception;
  }

  private final TestContext context;
  private final ManualTimeSource time;
  private final HostedService service;
  private final Interruptible work = new Interruptible();
  private final Signal startEnded;
  private final Signal workEnded;
  private final Signal mayStop;
  private final Signal ended;
  private final AtomicBoolean running = new AtomicBoolean();

  /** Written before {@link #startEnded} is raised. */
  private volatile @Nullable Throwable startFailure;

  StartedService(TestContext context, HostedService service) {
    this.context = context;
    this.time = context.timeSource();
    this.service = service;
    startEnded = new Signal(time);
    workEnded = new Signal(time);
    mayStop = new Signal(time);
    ended = new Signal(time);
  }

  HostedService service() {
    return service;
  }

  boolean hasEndedItsWork() {
    return service instanceof BackgroundService && workEnded.isRaised();
  }

  boolean isRunning() {
    return running.get();
  }

  /** Whether it was running; it is not any more. */
  boolean endsNow() {
    return running.compareAndSet(true, false);
  }

  // ---- its thread

  private void live() {
    startFailure = thrownBy(this::bringUp);
    running.set(startFailure == null);
    startEnded.raise();
    if (startFailure == null) {
      if (service instanceof BackgroundService background) {
        work(background);
      }
      workEnded.raise();
      addFailureOf(this::stopWhenAllowed);
    }
    ended.raise();
  }

  private void bringUp() throws Exception {
    if (service instanceof HostedLifecycleService observer) {
      observer.starting(context);
    }
    service.start(context);
  }

  private void work(BackgroundService background) {
    Ending<?> ending = call(work, () -> background.execute(context));
    if (ending.failure() != null
        && !ending.byInterrupt()
        && !context.hooks().isEndOfWork(ending.causes())) {
      context.addFailure(ending.causes().thrown());
    }
  }

  private void stopWhenAllowed() throws Exception {
    mayStop.await();
    service.stop(context);
  }

  // ---- on the thread that starts or stops it

  /** Throws what the start of the service throws. */
  void start() throws Exception {
    context.testLifetime().starting();
    time.start(context.name(), this::live);
    startEnded.await();
    if (startFailure != null) {
      context.testLifetime().hasNotStarted();
    }
    throwIfPresent(startFailure);
    Throwable thrown =
        service instanceof HostedLifecycleService observer
            ? thrownBy(() -> observer.started(context))
            : null;
    if (thrown != null && endsNow()) {
      stop();
    }
    throwIfPresent(thrown);
    context.testLifetime().started();
  }

  /** While its work goes on. */
  void stopping() {
    if (service instanceof HostedLifecycleService observer && isUp()) {
      addFailureOf(() -> observer.stopping(context));
    }
  }

  private boolean isUp() {
    return startEnded.isRaised() && startFailure == null;
  }

  void stop() throws InterruptedException {
    context.beginToStop();
    context.awaitStop();
    awaitEndOfWork();
    context.requestStop(); // its hooks have run then
    mayStop.raise();
    ended.await();
    if (service instanceof HostedLifecycleService observer) {
      addFailureOf(() -> observer.stopped(context));
    }
    context.testLifetime().stopped();
  }

  private void awaitEndOfWork() throws InterruptedException {
    if (!workEnded.await(INTERRUPT_AFTER)) {
      work.interrupt(time);
      if (!workEnded.await(GIVE_UP_AFTER)) {
        throw new IllegalStateException(
            "service '"
                + context.name()
                + "' works on, 10 s after it was interrupted and 12 s after it was asked to stop:"
                + stackOf(work.thread()));
      }
    }
  }

  private static String stackOf(@Nullable Thread thread) {
    return thread == null
        ? ""
        : Stream.of(thread.getStackTrace())
            .map(frame -> "\n\tat " + frame)
            .collect(Collectors.joining());
  }

  // ---- calls

  /** Throws {@code thrown} as it is. */
  static void throwIfPresent(@Nullable Throwable thrown) throws Exception {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }
  }

  private void addFailureOf(Step step) {
    Throwable thrown = thrownBy(step);
    if (thrown != null) {
      context.addFailure(thrown);
    }
  }

  private @Nullable Throwable thrownBy(Step step) {
    return call(new Interruptible(), step).thrown();
  }

  /** As a host makes it: a scope that it leaves open is closed, and is its failure. */
  private Ending<?> call(Interruptible stretch, Step step) {
    return context
        .workplace()
        .with(() ->
            stretch.call(
                context.workplace(),
                () -> {
                  step.take();
                  return step;
                }));
  }
}
