package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same work five times a second, in three ways, and how late each of them is.
 *
 * <p>A run takes 20 ms, but the tenth takes a second. Look at the sleeping loop, which is later
 * with each run, since its period is the sleep and the work; and at what the other two make of the
 * long run: the executor makes up for it in a burst, the timer skips what it has missed and says
 * how much that was.
 */
public final class Drift {

  private static final Logger LOG = LoggerFactory.getLogger(Drift.class);
  private static final Duration PERIOD = Duration.ofMillis(200);

  private Drift() {}

  public static void main(String[] args) {
    Duration duration = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 10);
    Host.builder("drift")
        .background("sleep", Drift::sleep)
        .background("executor", Drift::execute)
        .background("timer", Drift::tick)
        .background("end", context -> end(context, duration))
        .build()
        .run();
  }

  private static void sleep(ServiceContext context) throws InterruptedException {
    Way way = new Way("sleep");
    for (long run = 1; !context.awaitStop(PERIOD); run++) { // a sleep that a stop ends
      way.run(run, 0);
    }
  }

  private static void execute(ServiceContext context) throws InterruptedException {
    Way way = new Way("executor");
    long period = PERIOD.toMillis();
    try (ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor()) {
      ScheduledFuture<?> unused =
          pool.scheduleAtFixedRate(way::runNext, period, period, TimeUnit.MILLISECONDS);
      context.awaitStop();
    }
  }

  // snippet: timer
  private static void tick(ServiceContext context) throws InterruptedException {
    Way way = new Way("timer");
    try (PeriodicTimer timer = context.timer(PERIOD)) {
      while (timer.waitForNextTick()) {
        way.run(timer.lastTick().number(), timer.lastTick().missed());
      }
    }
  }

  // end

  private static void end(ServiceContext context, Duration duration) throws InterruptedException {
    if (!context.awaitStop(duration)) {
      context.lifetime().requestStop();
    }
  }

  /** Does the work, and says how late it comes. Used by one thread at a time. */
  private static final class Way {

    private final String name;
    private final long begin = System.nanoTime();
    private long runs;
    private long overdue;
    private long lastSaid;

    private Way(String name) {
      this.name = name;
    }

    void runNext() {
      run(runs + 1, 0);
    }

    /** The run that is due {@code number} periods after the beginning. */
    void run(long number, long missed) {
      runs++;
      Duration late =
          Duration.ofNanos(System.nanoTime() - begin).minus(PERIOD.multipliedBy(number));
      if (late.compareTo(PERIOD) > 0) {
        overdue++;
      } else if (overdue > 0) {
        LOG.info("{}: {} were made up for in a burst before run {}", name, overdue, number);
        overdue = 0;
      }
      if (missed > 0) {
        LOG.info("{}: {} were skipped before run {}", name, missed, number);
      }
      if (number / 5 > lastSaid / 5) { // once a second
        LOG.info("{}: run {} is {} ms late", name, number, late.toMillis());
        lastSaid = number;
      }
      work(Duration.ofMillis(runs == 10 ? 1_000 : 20));
    }

    private static void work(Duration time) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // for the wait that comes next
      }
    }
  }
}
