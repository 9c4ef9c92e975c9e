package dev.innkeeper.jmh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostSuitesTest {

  private static Options options(String... arguments) {
    Map<String, String> defaults = new HashMap<>(HostSuite.DEFAULTS);
    defaults.putAll(GraphSuite.DEFAULTS);
    defaults.putAll(DeafSuite.DEFAULTS);
    return Options.parse(arguments, defaults);
  }

  private static List<String> settings(Suite suite) {
    return suite.cases().stream().map(Case::setting).distinct().toList();
  }

  @Test
  void everybodyIsMeasuredAtEverySizeButForPlatformThreadsAtTheLargest() {
    Suite suite = HostSuite.of(options("--services", "100,100000"));
    assertEquals(
        Contender.labels().size() * 2L - 1, suite.cases().stream().filter(c -> !c.busy()).count());
    assertEquals(
        List.of("100 services"),
        suite.cases().stream()
            .filter(c -> c.contender().equals("guava-platform"))
            .map(Case::setting)
            .toList());
  }

  @Test
  void anUnknownContenderIsRefusedBeforeAnythingIsMeasured() {
    Options options = options("--host-contenders", "innkeeper,nobody");
    assertThrows(IllegalArgumentException.class, () -> HostSuite.of(options));
  }

  @Test
  void eachCriticalPathIsASetting() {
    assertEquals(
        List.of("critical path of 100 ms", "critical path of 1000 ms"),
        settings(GraphSuite.of(options("--critical-paths", "100,1000"))));
  }

  @Test
  void spinningIsOneSettingBesideTheNumbersOfDeafOnes() {
    Suite suite = DeafSuite.of(options("--deaf", "1,10"));
    assertEquals(3, suite.cases().size());
    assertEquals(
        List.of("1 deaf", "10 deaf"),
        settings(DeafSuite.of(options("--deaf", "1,10", "--deaf-kinds", "waiting"))));
  }

  @Test
  void aQuickRunTakesTwentySecondsAtMost() {
    Map<String, String> values = new HashMap<>(options().values());
    values.putAll(HostSuite.QUICK);
    values.putAll(GraphSuite.QUICK);
    values.putAll(DeafSuite.QUICK);
    Options quick = new Options(values);
    long millis =
        List.of(HostSuite.of(quick), GraphSuite.of(quick), DeafSuite.of(quick)).stream()
            .flatMap(suite -> suite.cases().stream())
            .mapToLong(c -> c.about().toMillis())
            .sum();
    assertTrue(millis <= 20_000, "takes " + millis + " ms");
  }
}
