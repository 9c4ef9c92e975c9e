package dev.innkeeper.jmh.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Services that depend on each other, and how long each takes.
 *
 * @param dependencies for each service those that it depends on, all with smaller numbers
 * @param times for each service how long it takes
 */
record RandomGraph(List<List<Integer>> dependencies, List<Duration> times) {

  private static final int FEWEST = 50;
  private static final int MOST = 200;
  private static final int MOST_DEPENDENCIES = 3;

  /** 50 to 200 services with up to three dependencies each; the critical path takes so long. */
  static RandomGraph of(long seed, Duration criticalPath) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = random.nextInt(FEWEST, MOST + 1);
    List<List<Integer>> dependencies = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    for (int service = 0; service < size; service++) {
      dependencies.add(someBefore(service, random));
      times.add(Duration.ofMillis(random.nextInt(1, 100)));
    }
    RandomGraph unscaled = new RandomGraph(dependencies, times);
    double scale = (double) criticalPath.toNanos() / unscaled.criticalPath().toNanos();
    return new RandomGraph(dependencies, times.stream().map(t -> scaled(t, scale)).toList());
  }

  private static List<Integer> someBefore(int service, SplittableRandom random) {
    if (service == 0) {
      return List.of();
    }
    int some = random.nextInt(MOST_DEPENDENCIES + 1);
    return random.ints(some, 0, service).distinct().boxed().toList();
  }

  private static Duration scaled(Duration time, double scale) {
    return Duration.ofNanos(Math.round(time.toNanos() * scale));
  }

  int size() {
    return times.size();
  }

  /** For each service those that depend on it. */
  List<List<Integer>> dependents() {
    List<List<Integer>> dependents = new ArrayList<>();
    for (int service = 0; service < size(); service++) {
      dependents.add(new ArrayList<>());
    }
    for (int service = 0; service < size(); service++) {
      for (int dependency : dependencies.get(service)) {
        dependents.get(dependency).add(service);
      }
    }
    return dependents;
  }

  /** How long all take if each begins when those that it depends on are through. */
  Duration criticalPath() {
    List<Duration> through = new ArrayList<>();
    Duration longest = Duration.ZERO;
    for (int service = 0; service < size(); service++) {
      Duration begin =
          dependencies.get(service).stream()
              .map(through::get)
              .reduce(Duration.ZERO, RandomGraph::max);
      Duration end = begin.plus(times.get(service));
      through.add(end);
      longest = max(longest, end);
    }
    return longest;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
