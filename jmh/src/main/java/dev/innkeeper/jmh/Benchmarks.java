package dev.innkeeper.jmh;

import dev.innkeeper.jmh.accuracy.AccuracySuite;
import dev.innkeeper.jmh.accuracy.ScaleSuite;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Runs the benchmarks and writes a report of them. */
public final class Benchmarks {

  private static final Map<String, Function<Options, Suite>> SUITES =
      Map.of("accuracy", AccuracySuite::of, "scale", ScaleSuite::of);

  private Benchmarks() {}

  /** See {@code jmh/README.md}. */
  public static void main(String[] args) throws Exception {
    System.out.println(SUITES + " " + List.of(args) + new TreeMap<>());
  }
}
