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
    defaults.putAll(PairSuite.DEFAULTS);
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
  void aPairIsMeasuredAtEachOfItsNumbers() {
    assertEquals(
        List.of(
            "10 services, beside nested scopes",
            "200 services, beside nested scopes",
            "7 services on each of as many others, beside a stop in sequence"),
        settings(
            PairSuite.of(
                options(
                    "--pairs",
                    "concurrent,on-all",
                    "--pair-concurrent",
                    "10,200",
                    "--pair-on-all",
                    "7"))));
  }

  @Test
  void everyPairIsMeasuredUnlessSomeAreAskedFor() {
    assertEquals(
        Pair.labels(),
        PairSuite.of(options()).cases().stream()
            .map(c -> c.arguments().getFirst())
            .distinct()
            .toList());
  }

  @Test
  void anUnknownPairIsRefusedBeforeAnythingIsMeasured() {
    Options options = options("--pairs", "concurrent,alone");
    assertThrows(IllegalArgumentException.class, () -> PairSuite.of(options));
  }

  @Test
  void eachCriticalPathIsASetting() {
    assertEquals(
        List.of("critical path of 100 ms", "critical path of 1000 ms"),
        settings(GraphSuite.of(options("--critical-paths", "100,1000"))));
  }

  @Test
  void spinningIsOneSettingBesideTheNumbersOfDeafOnes() {
    Suite suite = DeafSuite.of(options("--deaf", "1,10", "--deaf-kinds", "waiting,spinning"));
    assertEquals(3, suite.cases().size());
    assertEquals(
        List.of("1 deaf", "10 deaf"),
        settings(DeafSuite.of(options("--deaf", "1,10", "--deaf-kinds", "waiting"))));
  }

  @Test
  void whereAllAreDeafEachLoadIsASetting() {
    Suite suite =
        DeafSuite.of(options("--deaf-kinds", "all-asleep,all-pinned", "--deaf-all", "30"));
    assertEquals(
        List.of(
            "30, all asleep, idle",
            "30, all asleep, busy",
            "30, all pinned, idle",
            "30, all pinned, busy"),
        settings(suite));
    assertEquals(
        List.of(false, true, false, true), suite.cases().stream().map(Case::busy).toList());
  }

  @Test
  void everyKindOfDeafnessIsMeasuredUnlessSomeAreAskedFor() {
    assertEquals(
        DeafKind.labels(),
        DeafSuite.of(options()).cases().stream()
            .map(c -> c.arguments().get(1))
            .distinct()
            .toList());
  }

  @Test
  void aQuickRunTakesTwentyFiveSecondsAtMost() {
    Map<String, String> values = new HashMap<>(options().values());
    values.putAll(HostSuite.QUICK);
    values.putAll(PairSuite.QUICK);
    values.putAll(GraphSuite.QUICK);
    values.putAll(DeafSuite.QUICK);
    Options quick = new Options(values);
    long millis =
        List.of(HostSuite.of(quick), PairSuite.of(quick), GraphSuite.of(quick), DeafSuite.of(quick))
            .stream()
            .flatMap(suite -> suite.cases().stream())
            .mapToLong(c -> c.about().toMillis())
            .sum();
    assertTrue(millis <= 25_000, "takes " + millis + " ms");
  }
}
