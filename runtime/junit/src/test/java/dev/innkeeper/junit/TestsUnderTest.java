package dev.innkeeper.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs classes of tests by JUnit, of which some are to fail. */
final class TestsUnderTest {

  private TestsUnderTest() {}

  /** What the tests of {@code tests}, and the class itself, have failed with. */
  static List<Throwable> failuresOf(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .allEvents()
        .failed()
        .stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }

  /** The one thing that they have failed with. */
  static Throwable failureOf(Class<?> tests) {
    List<Throwable> failures = failuresOf(tests);
    assertEquals(1, failures.size(), failures::toString);
    return failures.getFirst();
  }
}
