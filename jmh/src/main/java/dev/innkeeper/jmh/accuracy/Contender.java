package dev.innkeeper.jmh.accuracy;

import dev.innkeeper.timer.Accuracy;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who is compared.
 *
 * @param home where its timers live
 * @param shortest the shortest period that it is given
 * @param loop makes what all its timers share
 */
record Contender(String name, Home home, Duration shortest, Supplier<Loop> loop) {

  private static final Duration ANY = Duration.ofNanos(200_000);

  /** By the wall clock, or by steps of a wheel. */
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  enum Home {
    VIRTUAL_THREAD,
    PLATFORM_THREAD,
    SCHEDULER
  }

  private static final Contender STANDARD =
      timer("standard-virtual", Home.VIRTUAL_THREAD, Accuracy.standard());
  private static final Contender PARK =
      new Contender("park-virtual", Home.VIRTUAL_THREAD, ANY, () -> ThreadLoops::park);
  private static final Contender NETTY =
      new Contender("netty-wheel", Home.SCHEDULER, MILLISECOND, SchedulerLoops::nettyWheel);

  /** For {@link AccuracySuite}. */
  static final List<Contender> ALONE =
      List.of(
          STANDARD,
          timer("standard-platform", Home.PLATFORM_THREAD, Accuracy.standard()),
          timer("precise-virtual", Home.VIRTUAL_THREAD, Accuracy.precise()),
          timer("precise-platform", Home.PLATFORM_THREAD, Accuracy.precise()),
          tolerant("tolerance-1ms-virtual", Home.VIRTUAL_THREAD, 1),
          tolerant("tolerance-1ms-platform", Home.PLATFORM_THREAD, 1),
          new Contender("stpe", Home.SCHEDULER, ANY, () -> SchedulerLoops.scheduledExecutor(1)),
          new Contender(
              "java.util.Timer", Home.SCHEDULER, MILLISECOND, SchedulerLoops::javaUtilTimer),
          new Contender("guava", Home.SCHEDULER, ANY, () -> SchedulerLoops::guava),
          new Contender(
              "spring-virtual", Home.SCHEDULER, ANY, SchedulerLoops::springOnVirtualThreads),
          new Contender("sleep-virtual", Home.VIRTUAL_THREAD, ANY, () -> ThreadLoops::sleep),
          new Contender("sleep-platform", Home.PLATFORM_THREAD, ANY, () -> ThreadLoops::sleep),
          PARK,
          new Contender("park-platform", Home.PLATFORM_THREAD, ANY, () -> ThreadLoops::park),
          NETTY);

  /** For {@link ScaleSuite}. */
  static final List<Contender> IN_CROWDS =
      List.of(
          PARK,
          STANDARD,
          tolerant("tolerance-1ms", Home.VIRTUAL_THREAD, 1),
          tolerant("tolerance-10ms", Home.VIRTUAL_THREAD, 10),
          jobs("jobs-1ms", 1),
          jobs("jobs-10ms", 10),
          new Contender("stpe", Home.SCHEDULER, ANY, () -> SchedulerLoops.scheduledExecutor(2)),
          NETTY,
          bare("bare-parked-1ms", Home.VIRTUAL_THREAD, 1, BareWheel::parked),
          bare("bare-parked-10ms", Home.VIRTUAL_THREAD, 10, BareWheel::parked),
          bare("bare-forked-1ms", Home.SCHEDULER, 1, BareWheel::forked),
          bare("bare-forked-10ms", Home.SCHEDULER, 10, BareWheel::forked));

  private static Contender timer(String name, Home home, Accuracy accuracy) {
    return new Contender(name, home, ANY, () -> ThreadLoops.periodicTimer(accuracy));
  }

  /** It must be less than the period. */
  private static Contender tolerant(String name, Home home, long millis) {
    Accuracy accuracy = Accuracy.tolerance(Duration.ofMillis(millis));
    Duration more = Duration.ofMillis(millis + 1);
    return new Contender(name, home, more, () -> ThreadLoops.periodicTimer(accuracy));
  }

  /** Each run on a virtual thread of its own. */
  private static Contender jobs(String name, long millis) {
    Duration tolerance = Duration.ofMillis(millis);
    return new Contender(
        name,
        Home.SCHEDULER,
        tolerance.plusMillis(1),
        () -> SchedulerLoops.jobScheduler(tolerance));
  }

  /** What the same design costs at least. */
  private static Contender bare(String name, Home home, long millis, Function<Duration, Loop> on) {
    Duration step = Duration.ofMillis(millis);
    return new Contender(name, home, step.plusMillis(1), () -> on.apply(step));
  }

  static List<String> names(List<Contender> contenders) {
    return contenders.stream().map(Contender::name).toList();
  }

  static Contender named(String name, List<Contender> contenders) {
    return contenders.stream()
        .filter(contender -> contender.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is none of " + names(contenders)));
  }

  /** What starts one timer of this contender and returns at once. */
  Loop open() {
    Loop shared = loop.get();
    return switch (home) {
      case VIRTUAL_THREAD -> onThread(Thread.ofVirtual(), shared);
      case PLATFORM_THREAD -> onThread(Thread.ofPlatform(), shared);
      case SCHEDULER -> shared;
    };
  }

  private static Loop onThread(Thread.Builder thread, Loop loop) {
    return (first, period, ticks) -> thread.start(() -> run(loop, first, period, ticks));
  }

  /** A failure ends this JVM, since somebody waits for ticks that will not come. */
  @SuppressWarnings("CatchAndPrintStackTrace") // to the parent's console
  private static void run(Loop loop, long first, long period, Ticks ticks) {
    try {
      loop.run(first, period, ticks);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }
}
