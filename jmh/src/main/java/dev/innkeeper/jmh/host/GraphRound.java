package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Starts and stops hosts of random graphs, in a JVM of its own. */
final class GraphRound {

  private static final long WARMUPS = 10;
  private static final Duration PATH_OF_WARMUP = Duration.ofMillis(30);

  /** Nanoseconds. */
  private record Times(long start, long stop) {}

  private GraphRound() {}

  /** Contender, how long the critical paths are, and how many graphs. */
  public static void main(String[] args) {
    Round.run(() -> measure(args));
  }

  private static Measurement measure(String[] args) throws Exception {
    Contender contender = Contender.labelled(args[0]);
    Duration path = Duration.parse(args[1]);
    measure(contender, WARMUPS, PATH_OF_WARMUP); // these times do not count
    List<Times> times = measure(contender, Long.parseLong(args[2]), path);
    Figures figures =
        with(
            "stop",
            times.stream().mapToLong(Times::stop),
            path,
            with("start", times.stream().mapToLong(Times::start), path, new Figures()));
    return Measurement.of(figures);
  }

  private static Figures with(String what, LongStream nanos, Duration path, Figures figures) {
    double[] ratios = nanos.mapToDouble(took -> (double) took / path.toNanos()).toArray();
    double median = Figures.median(ratios);
    return figures
        .with(what + "_ratio", median)
        .with(what + "_worst_ratio", Arrays.stream(ratios).max().orElse(0))
        .with(what + "_overhead_ms", (median - 1) * path.toNanos() / 1e6);
  }

  private static List<Times> measure(Contender contender, long graphs, Duration path)
      throws Exception {
    List<Times> times = new ArrayList<>();
    for (long seed = 0; seed < graphs; seed++) {
      RandomGraph graph = RandomGraph.of(seed, path);
      times.add(
          once(
              contender == Contender.INNKEEPER
                  ? new InnkeeperCrowd(hostOf(graph))
                  : new BareGraph(graph)));
    }
    return times;
  }

  private static Times once(Crowd services) throws Exception {
    long begin = System.nanoTime();
    services.start();
    long started = System.nanoTime();
    services.stop();
    return new Times(started - begin, System.nanoTime() - started);
  }

  private static Host hostOf(RandomGraph graph) {
    HostBuilder builder = Host.builder("graph").startConcurrently().stopConcurrently();
    for (int service = 0; service < graph.size(); service++) {
      String[] dependencies =
          graph.dependencies().get(service).stream().map(String::valueOf).toArray(String[]::new);
      Sleeper sleeper = new Sleeper(graph.times().get(service));
      builder.add(String.valueOf(service), sleeper, options -> options.dependsOn(dependencies));
    }
    return builder.build();
  }

  /** Takes as long to start as to stop. */
  private record Sleeper(Duration time) implements HostedService {

    @Override
    public void start(ServiceContext context) throws InterruptedException {
      Thread.sleep(time);
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      Thread.sleep(time);
    }
  }
}
