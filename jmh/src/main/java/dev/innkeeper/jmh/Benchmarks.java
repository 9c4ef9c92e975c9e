package dev.innkeeper.jmh;

import dev.innkeeper.jmh.accuracy.AccuracySuite;
import dev.innkeeper.jmh.accuracy.DriftOverTime;
import dev.innkeeper.jmh.accuracy.ScaleSuite;
import dev.innkeeper.jmh.harness.Comparison;
import dev.innkeeper.jmh.harness.Jdk;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import dev.innkeeper.jmh.host.DeafSuite;
import dev.innkeeper.jmh.host.GraphSuite;
import dev.innkeeper.jmh.host.HostSuite;
import dev.innkeeper.jmh.host.PairSuite;
import dev.innkeeper.jmh.micro.MicroSuite;
import dev.innkeeper.jmh.micro.QueuePairSuite;
import dev.innkeeper.jmh.micro.ScopePairSuite;
import dev.innkeeper.runtime.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The program behind {@code jmh/run}. */
public final class Benchmarks {

  /**
   * A suite of benchmarks: its options with their values in a full run, and those that a quick run
   * has others for.
   */
  private record Kind(
      Map<String, String> defaults, Map<String, String> quick, Function<Options, Suite> suite) {}

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("accuracy", new Kind(AccuracySuite.DEFAULTS, AccuracySuite.QUICK, AccuracySuite::of));
    KINDS.put("scale", new Kind(ScaleSuite.DEFAULTS, ScaleSuite.QUICK, ScaleSuite::of));
    KINDS.put("host", new Kind(HostSuite.DEFAULTS, HostSuite.QUICK, HostSuite::of));
    KINDS.put("host-pairs", new Kind(PairSuite.DEFAULTS, PairSuite.QUICK, PairSuite::of));
    KINDS.put("graph", new Kind(GraphSuite.DEFAULTS, GraphSuite.QUICK, GraphSuite::of));
    KINDS.put("deaf", new Kind(DeafSuite.DEFAULTS, DeafSuite.QUICK, DeafSuite::of));
    KINDS.put(
        "scope-pairs", new Kind(ScopePairSuite.DEFAULTS, ScopePairSuite.QUICK, ScopePairSuite::of));
    KINDS.put(
        "queue-pairs", new Kind(QueuePairSuite.DEFAULTS, QueuePairSuite.QUICK, QueuePairSuite::of));
    KINDS.put("micro", new Kind(MicroSuite.DEFAULTS, MicroSuite.QUICK, MicroSuite::of));
  }

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm");

  private Benchmarks() {}

  /** Runs the suites and writes a report; {@code compare} and {@code drift} are other programs. */
  public static void main(String[] args) throws Exception {
    String first = args.length == 0 ? "" : args[0];
    String[] others = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    try {
      switch (first) {
        case "compare" -> Comparison.main(others);
        case "drift" -> DriftOverTime.main(others);
        default -> run(args);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void run(String[] args) {
    boolean quick = Options.parse(args, defaults(false)).flag("quick");
    Options options = Options.parse(args, defaults(quick));
    BenchmarkService service =
        new BenchmarkService(
            suites(options),
            jdks(options),
            options.number("rounds"),
            withoutReport(Path.of(options.text("out"))),
            String.join(" ", args));
    Host.builder("benchmarks").background("run", service).stopWhenComplete().build().run();
    System.exit(service.allIsMeasured() ? 0 : 1);
  }

  private static Map<String, String> defaults(boolean quick) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("suites", String.join(",", KINDS.keySet()));
    defaults.put("rounds", quick ? "1" : "3");
    defaults.put("jdks", Jdk.running().home().toString());
    defaults.put(
        "out", "benchmark-reports/" + LocalDateTime.now(ZoneId.systemDefault()).format(MINUTE));
    defaults.put("quick", "false");
    for (Kind kind : KINDS.values()) {
      defaults.putAll(kind.defaults);
      if (quick) {
        defaults.putAll(kind.quick);
      }
    }
    return defaults;
  }

  private static List<Suite> suites(Options options) {
    return options.oneOf("suites", List.copyOf(KINDS.keySet())).stream()
        .map(KINDS::get)
        .map(kind -> kind.suite.apply(options))
        .toList();
  }

  private static Path withoutReport(Path folder) {
    if (Files.exists(folder.resolve("report.html"))) {
      throw new IllegalArgumentException("--out has a report already: " + folder);
    }
    return folder;
  }

  private static List<Jdk> jdks(Options options) {
    List<Jdk> jdks = options.texts("jdks").stream().map(home -> Jdk.at(Path.of(home))).toList();
    if (jdks.stream().map(Jdk::version).distinct().count() < jdks.size()) {
      throw new IllegalArgumentException("--jdks has a version twice: " + jdks);
    }
    return jdks;
  }
}
