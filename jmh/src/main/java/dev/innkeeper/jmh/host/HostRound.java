package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Starts and stops a crowd of one contender again and again, in a JVM of its own. */
final class HostRound {

  private static final int FEW = 500;
  private static final Duration PAUSE = Duration.ofMillis(20);

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
    List<Life> lives = round.repeat(Duration.parse(args[3]));
    Figures figures =
        new Figures()
            .with("start_ms", median(lives, Life::start))
            .with("stop_ms", median(lives, Life::stop))
            .with("making_ms", median(lives, Life::making))
            .with("bytes_per_service", Life.heap(round::make, round.services) / round.services)
            .with("cpu_ms", lives.stream().mapToLong(Life::cpu).average().orElse(0) / 1e6)
            .with("repetitions", lives.size());
    return Measurement.of(figures);
  }

  private static double median(List<Life> lives, ToDoubleFunction<Life> which) {
    return Figures.median(lives.stream().mapToDouble(which).toArray()) / 1e6;
  }

  /** With few services at a time, since what is compiled is what has been done many times. */
  private static void warmUp(Contender contender, Duration length) throws Exception {
    HostRound few = new HostRound(contender, FEW);
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() - end < 0) {
      few.once(Duration.ofMillis(1));
    }
  }

  /** Three times at least. */
  private List<Life> repeat(Duration length) throws Exception {
    List<Life> lives = new ArrayList<>();
    long end = System.nanoTime() + length.toNanos();
    while (lives.size() < 3 || System.nanoTime() - end < 0) {
      System.gc(); // what the one before has left behind is not this one's cost
      lives.add(once(PAUSE));
    }
    return lives;
  }

  private Life once(Duration pause) throws Exception {
    return Life.of(this::make, services, pause);
  }

  private Crowd make(Roll roll) {
    return contender.make(services, roll);
  }
}
