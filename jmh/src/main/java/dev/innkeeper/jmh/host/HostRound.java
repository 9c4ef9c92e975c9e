package dev.innkeeper.jmh.host;

import com.sun.management.OperatingSystemMXBean;
import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Heap;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Starts and stops a crowd of one contender again and again, in a JVM of its own. */
final class HostRound {

  private static final int FEW = 500;
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** One start and stop, and the CPU time of the process in both together; nanoseconds. */
  private record Times(long making, long start, long stop, long cpu) {}

  private final Contender contender;
  private final int services;

  private HostRound(Contender contender, int services) {
    this.contender = contender;
    this.services = services;
  }

  /** Contender, number of services, how long to warm up and how long to measure. */
  public static void main(String[] args) {
    Round.run(() -> measure(args));
  }

  private static Measurement measure(String[] args) throws Exception {
    HostRound round = new HostRound(Contender.labelled(args[0]), Integer.parseInt(args[1]));
    warmUp(round.contender, Duration.parse(args[2]));
    List<Times> times = round.repeat(Duration.parse(args[3]));
    Figures figures =
        new Figures()
            .with("start_ms", median(times, Times::start))
            .with("stop_ms", median(times, Times::stop))
            .with("making_ms", median(times, Times::making))
            .with("bytes_per_service", round.heap() / round.services)
            .with("cpu_ms", times.stream().mapToLong(Times::cpu).average().orElse(0) / 1e6)
            .with("repetitions", times.size());
    return Measurement.of(figures);
  }

  private static double median(List<Times> times, ToDoubleFunction<Times> which) {
    return Figures.median(times.stream().mapToDouble(which).toArray()) / 1e6;
  }

  /** With few services at a time, since what is compiled is what has been done many times. */
  private static void warmUp(Contender contender, Duration length) throws Exception {
    HostRound few = new HostRound(contender, FEW);
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() - end < 0) {
      Times unused = few.once(Duration.ofMillis(1));
    }
  }

  /** Three times at least. */
  private List<Times> repeat(Duration length) throws Exception {
    List<Times> times = new ArrayList<>();
    long end = System.nanoTime() + length.toNanos();
    while (times.size() < 3 || System.nanoTime() - end < 0) {
      System.gc(); // what the one before has left behind is not this one's cost
      times.add(once(PAUSE));
    }
    return times;
  }

  /** Those that had just begun to wait, wait after the pause; those on their way out are out. */
  private Times once(Duration pause) throws Exception {
    Roll roll = new Roll(services);
    long begin = System.nanoTime();
    Crowd crowd = contender.make(services, roll);
    long made = System.nanoTime();
    long cpuBefore = cpu();
    crowd.start();
    roll.awaitRunning();
    long running = System.nanoTime();
    Thread.sleep(pause);
    long asked = System.nanoTime();
    crowd.stop();
    roll.awaitEnded();
    long ended = System.nanoTime();
    Thread.sleep(pause);
    return new Times(made - begin, running - made, ended - asked, cpu() - cpuBefore);
  }

  /** In steps of 10 ms, so good for a mean. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** In use by all that there is of them while they run. */
  private double heap() throws Exception {
    long before = Heap.inUse();
    Roll roll = new Roll(services);
    Crowd crowd = contender.make(services, roll);
    crowd.start();
    roll.awaitRunning();
    double heap = Heap.inUse() - before;
    crowd.stop();
    return heap;
  }
}
