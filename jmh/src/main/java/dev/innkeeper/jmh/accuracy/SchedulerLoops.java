package dev.innkeeper.jmh.accuracy;

import com.google.common.util.concurrent.AbstractScheduledService;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** Peers that call a task on a thread of their own. */
final class SchedulerLoops {

  private SchedulerLoops() {}

  /** At a fixed rate it skips nothing. */
  @SuppressWarnings("FutureReturnValueIgnored") // a task ends itself, and nobody cancels it
  static Loop scheduledExecutor(int threads) {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(threads);
    warmUp(executor);
    return (first, period, ticks) -> {
      Runnable task = new RateTask(first, period, ticks);
      long delay = first - System.nanoTime();
      executor.scheduleAtFixedRate(task, delay, period, TimeUnit.NANOSECONDS);
    };
  }

  /** Its classes and a thread must be there when the delay to the first tick is taken. */
  private static void warmUp(ScheduledExecutorService executor) {
    try {
      executor.submit(() -> {}).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It goes by the wall clock, in milliseconds, and at a fixed rate it skips nothing. */
  static Loop javaUtilTimer() {
    Timer timer = new Timer();
    return (first, period, ticks) -> {
      awaitNewMillisecond();
      long now = System.nanoTime();
      long delay = TimeUnit.NANOSECONDS.toMillis(first - now);
      Runnable task = new RateTask(now + TimeUnit.MILLISECONDS.toNanos(delay), period, ticks);
      timer.scheduleAtFixedRate(
          asTimerTask(task), delay, Math.max(1, TimeUnit.NANOSECONDS.toMillis(period)));
    };
  }

  /** A Timer cuts its start to the millisecond: anywhere within one, it would seem to be early. */
  private static void awaitNewMillisecond() {
    long old = System.currentTimeMillis();
    while (System.currentTimeMillis() == old) {
      Thread.onSpinWait();
    }
  }

  private static TimerTask asTimerTask(Runnable task) {
    return new TimerTask() {
      @Override
      public void run() {
        try {
          task.run();
        } catch (CancellationException e) {
          cancel();
        }
      }
    };
  }

  /** Guava's scheduled service on its own default executor, one thread. */
  static void guava(long first, long period, Ticks ticks) {
    Runnable task = new RateTask(first, period, ticks);
    new AbstractScheduledService() {
      @Override
      protected void runOneIteration() {
        try {
          task.run();
        } catch (CancellationException e) {
          stopAsync();
        }
      }

      @Override
      protected Scheduler scheduler() {
        return Scheduler.newFixedRateSchedule(
            first - System.nanoTime(), period, TimeUnit.NANOSECONDS);
      }
    }.startAsync();
  }

  /**
   * Each run on a new virtual thread. They may overtake one another, so they queue up for the log.
   */
  static Loop springOnVirtualThreads() {
    SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    scheduler.setVirtualThreads(true);
    return (first, period, ticks) -> {
      Runnable task = new RateTask(first, period, ticks);
      ReentrantLock lock = new ReentrantLock();
      CompletableFuture<Future<?>> handle = new CompletableFuture<>();
      Runnable locked =
          () -> {
            lock.lock();
            try {
              task.run();
            } catch (CancellationException e) {
              handle.join().cancel(false);
            } finally {
              lock.unlock();
            }
          };
      Instant start = Instant.now().plusNanos(first - System.nanoTime());
      handle.complete(scheduler.scheduleAtFixedRate(locked, start, Duration.ofNanos(period)));
    };
  }

  /** The jobs of one scheduler in a host. */
  static Loop jobScheduler(Duration tolerance) {
    JobScheduler scheduler = JobScheduler.builder("jobs").tolerance(tolerance).build();
    Host host = Host.builder("benchmark").jobScheduler(scheduler).warnIfForgotten(false).build();
    host.start();
    AtomicLong keys = new AtomicLong();
    return (first, period, ticks) -> {
      Duration delay = Duration.ofNanos(first - System.nanoTime());
      scheduler.scheduleEvery(
          "job-" + keys.incrementAndGet(),
          Duration.ofNanos(period),
          new JobTask(first, period, ticks),
          options -> options.initialDelay(delay));
    };
  }

  /** The runs of a job do not overlap. */
  private static final class JobTask implements ScheduledJob.Body {

    private final long period;
    private final Ticks ticks;
    private long due;

    JobTask(long first, long period, Ticks ticks) {
      this.period = period;
      this.ticks = ticks;
      due = first;
    }

    @Override
    public void run(ScheduledJob.Run run) {
      long now = System.nanoTime();
      long passedOver = Math.max(0, now - due) / period;
      due += passedOver * period;
      boolean more = ticks.tick(now, due, passedOver, false);
      due += period;
      if (!more) {
        run.job().cancel();
      }
    }
  }

  /** Ends by an exception, which is how a task at a fixed rate ends itself. */
  private static final class RateTask implements Runnable {

    private final long period;
    private final Ticks ticks;
    private long due;

    RateTask(long first, long period, Ticks ticks) {
      this.period = period;
      this.ticks = ticks;
      due = first;
    }

    @Override
    public void run() {
      if (!ticks.tick(System.nanoTime(), due, 0, false)) {
        throw new CancellationException("no more ticks");
      }
      due += period;
    }
  }

  /** It knows no rate: a task asks for its next point on the grid, and skips as we do. */
  static Loop nettyWheel() {
    HashedWheelTimer wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS);
    wheel.start();
    return (first, period, ticks) -> new WheelTask(wheel, first, period, ticks).awaitDue();
  }

  private static final class WheelTask implements io.netty.util.TimerTask {

    private final HashedWheelTimer wheel;
    private final long period;
    private final Ticks ticks;
    private long due;

    WheelTask(HashedWheelTimer wheel, long first, long period, Ticks ticks) {
      this.wheel = wheel;
      this.period = period;
      this.ticks = ticks;
      due = first;
    }

    void awaitDue() {
      wheel.newTimeout(this, due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run(Timeout timeout) {
      long now = System.nanoTime();
      long passedOver = Math.max(0, now - due) / period;
      due += passedOver * period;
      boolean more = ticks.tick(now, due, passedOver, false);
      due += period;
      if (more) {
        awaitDue();
      } else {
        Thread.startVirtualThread(wheel::stop); // which its own thread may not do
      }
    }
  }
}
