package dev.innkeeper.jmh.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroSuiteTest {

  private static final OutputFormat SILENT =
      OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);

  private static Suite suite(Map<String, String> others) {
    Map<String, String> options = new HashMap<>(MicroSuite.DEFAULTS);
    options.putAll(others);
    return MicroSuite.of(new Options(options));
  }

  private static SortedSet<BenchmarkListEntry> benchmarks(List<String> includes) {
    return BenchmarkList.defaultList().find(SILENT, includes, List.of());
  }

  private static Set<String> names(SortedSet<BenchmarkListEntry> benchmarks) {
    return benchmarks.stream().map(BenchmarkListEntry::getUsername).collect(Collectors.toSet());
  }

  @Test
  void eachCaseIsOneBenchmarkOfJmh() {
    for (Case each : suite(Map.of()).cases()) {
      String[] arguments = each.arguments().toArray(String[]::new);
      List<String> includes = MicroRound.options(arguments).build().getIncludes();
      assertEquals(Set.of(arguments[0]), names(benchmarks(includes)));
    }
  }

  @Test
  void eachBenchmarkOfJmhIsInSomeCase() {
    Set<String> inCases =
        suite(Map.of()).cases().stream()
            .map(each -> each.arguments().getFirst())
            .collect(Collectors.toSet());
    assertEquals(names(benchmarks(List.of(".*"))), inCases);
  }

  @Test
  void eachParameterIsOneThatTheBenchmarkHas() {
    for (Case each : suite(Map.of()).cases()) {
      for (String parameter : each.arguments().subList(6, each.arguments().size())) {
        BenchmarkListEntry benchmark = benchmarks(List.of(each.arguments().getFirst())).first();
        Map<String, String[]> parameters = benchmark.getParams().orElse(Map.of());
        assertTrue(parameters.containsKey(parameter.split("=", 2)[0]), parameter);
      }
    }
  }

  @Test
  void noTwoCasesAreTheSameRow() {
    List<Case> cases = suite(Map.of()).cases();
    long rows = cases.stream().map(each -> each.contender() + each.setting()).distinct().count();
    assertEquals(cases.size(), rows);
  }

  @Test
  void aQuickRunTakesLessThan20Seconds() {
    assertTrue(
        suite(MicroSuite.QUICK).cases().stream().mapToLong(each -> each.about().toMillis()).sum()
            < 20_000);
  }

  @Test
  void aRoundGivesTimeAndBytes() throws Exception {
    String benchmark = TaskScopeBenchmark.class.getName() + ".innkeeper";
    String[] arguments = {benchmark, "avgt", "0", "1", "3", "20", "forks=2"};
    Measurement measurement = MicroRound.measure(MicroRound.options(arguments).build());
    Map<String, Double> figures = measurement.figures().values();
    assertEquals(Set.of("ns_per_op", "error_ns", "bytes_per_op"), figures.keySet());
    assertTrue(figures.get("ns_per_op") > 0, figures.toString());
    assertTrue(figures.get("bytes_per_op") > 0, figures.toString());
  }
}
