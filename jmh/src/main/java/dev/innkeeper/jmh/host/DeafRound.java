package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Stops hosts with services that do not want to, in a JVM of its own. */
final class DeafRound {

  /** Services that do stop, beside the deaf ones of some kinds. */
  private static final int ORDINARY = 1000;

  /** In which those that were released end. */
  private static final Duration END = Duration.ofMinutes(1);

  /** One stop: milliseconds over the deadline, of the stop and of a thread that only parked. */
  private record Stopped(double overshoot, double parkLate, double abandoned) {}

  private final DeafKind kind;
  private final int deaf;
  private final int ordinary;
  private final Duration timeout;

  DeafRound(DeafKind kind, int deaf, int ordinary, Duration timeout) {
    this.kind = kind;
    this.deaf = deaf;
    this.ordinary = ordinary;
    this.timeout = timeout;
  }

  /** How many are deaf and of which kind, how long a stop may take, and how many stops. */
  public static void main(String[] args) {
    Round.run(() -> {
      int deaf = Integer.parseInt(args[0]);
      DeafKind kind = DeafKind.labelled(args[1]);
      int ordinary = kind.isAll() ? 0 : ORDINARY;
      DeafRound round = new DeafRound(kind, deaf, ordinary, Duration.parse(args[2]));
      return Measurement.of(round.measure(Integer.parseInt(args[3])));
    });
  }

  Figures measure(int stops) throws Exception {
    List<Stopped> all = new ArrayList<>();
    for (int i = 0; i < stops; i++) {
      all.add(once());
    }
    return new Figures()
        .with("overshoot_ms", median(all, Stopped::overshoot))
        .with("first_overshoot_ms", all.getFirst().overshoot)
        .with("worst_overshoot_ms", most(all, Stopped::overshoot))
        .with("park_late_ms", median(all, Stopped::parkLate))
        .with("worst_park_late_ms", most(all, Stopped::parkLate))
        .with("abandoned", median(all, Stopped::abandoned))
        .with("stops", stops);
  }

  private static double median(List<Stopped> all, ToDoubleFunction<Stopped> which) {
    return Figures.median(all.stream().mapToDouble(which).toArray());
  }

  private static double most(List<Stopped> all, ToDoubleFunction<Stopped> which) {
    return all.stream().mapToDouble(which).max().orElseThrow();
  }

  /** The deaf ones have ended after it, so that they are in nobody's way. */
  private Stopped once() throws Exception {
    DeafEar ear = DeafEar.open();
    CountDownLatch ended = new CountDownLatch(deaf);
    Stopped stopped = once(ear, ended);
    ear.release();
    if (!ended.await(END.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(ended.getCount() + " deaf services have not ended");
    }
    return stopped;
  }

  /**
   * Services that spin hold all carriers, so the deaf ones begin when all run; from the beginning
   * on each is deaf, even one that gets no carrier.
   */
  private Stopped once(DeafEar ear, CountDownLatch ended) throws Exception {
    Roll roll = new Roll(ordinary);
    CountDownLatch running = new CountDownLatch(deaf);
    CountDownLatch begin = new CountDownLatch(1);
    HostBuilder builder =
        Host.builder("deaf").startConcurrently().stopConcurrently().shutdownTimeout(timeout);
    for (int i = 0; i < ordinary; i++) {
      builder.background("ordinary-" + i, context -> roll.work(context::awaitStop));
    }
    for (int i = 0; i < deaf; i++) {
      int index = i;
      builder.background(
          "deaf-" + index,
          context -> {
            running.countDown();
            try {
              awaitDeaf(begin);
              kind.ignoreAll(ear, index);
            } finally {
              ended.countDown();
            }
          });
    }
    Host host = builder.build();
    host.start();
    roll.awaitRunning();
    running.await();
    begin.countDown();
    Thread.sleep(20); // they are at it
    BarePark park = BarePark.until(System.nanoTime() + timeout.toNanos());
    long asked = System.nanoTime();
    StopReport report = host.stop();
    long took = System.nanoTime() - asked;
    return new Stopped(
        (took - timeout.toNanos()) / 1e6,
        park.late() / 1e6,
        report.in(ServiceState.ABANDONED).size());
  }

  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // that is what makes it deaf
      }
    }
  }
}
