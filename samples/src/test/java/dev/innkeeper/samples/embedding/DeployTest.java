package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files in samples/deploy fit the sample that they run. */
class DeployTest {

  private static final Path DEPLOY = Path.of("deploy");

  @Test
  void kubernetesGrantsMoreThanTheHostTakes() throws IOException {
    assertGrants(number("kubernetes.yaml", "terminationGracePeriodSeconds: (\\d+)"));
  }

  @Test
  void systemdGrantsMoreThanTheHostTakesAndKnowsItsExitCode() throws IOException {
    assertGrants(number("innkeeper-deployed.service", "(?m)^TimeoutStopSec=(\\d+)$"));
    assertEquals(143, number("innkeeper-deployed.service", "(?m)^SuccessExitStatus=(\\d+)$"));
  }

  @Test
  void kubernetesStopsSendingRequestsWithinTheDrainDelay() throws IOException {
    int period = number("kubernetes.yaml", "/readyz[^/]*periodSeconds: (\\d+)");
    int failures = number("kubernetes.yaml", "/readyz[^/]*failureThreshold: (\\d+)");
    Duration seen = Duration.ofSeconds((long) period * failures);
    assertTrue(seen.compareTo(DeployedMain.DRAIN_DELAY) < 0, seen::toString);
  }

  @Test
  void eachFileRunsTheSampleOnThePortThatIsProbed() throws IOException {
    int port = number("kubernetes.yaml", "containerPort: (\\d+)");
    String java = "dev.innkeeper.samples.Samples";
    assertTrue(read("innkeeper-deployed.service").contains(java + " deployed " + port + "\n"));
    assertTrue(read("Containerfile").contains("\"" + java + "\", \"deployed\", \"" + port + "\"]"));
    assertEquals(List.of("/startupz", "/readyz", "/livez"), all("kubernetes.yaml", "path: (\\S+)"));
  }

  @Test
  void eachFileThatStartsAJvmLetsItEndWhenTheHeapIsFull() throws IOException {
    for (String file : List.of("innkeeper-deployed.service", "Containerfile")) {
      String start = all(file, "(?m)^(?:ExecStart=|ENTRYPOINT )(.*java\\b.*)$").getFirst();
      assertTrue(start.contains("-XX:+ExitOnOutOfMemoryError"), start);
    }
  }

  private static void assertGrants(int seconds) {
    Duration granted = Duration.ofSeconds(seconds);
    assertTrue(granted.compareTo(DeployedMain.SHUTDOWN_TIMEOUT) > 0, granted::toString);
  }

  private static int number(String file, String pattern) throws IOException {
    List<String> found = all(file, pattern);
    assertEquals(1, found.size(), pattern);
    return Integer.parseInt(found.getFirst());
  }

  private static List<String> all(String file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(read(file));
    return matcher.results().map(found -> found.group(1)).toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }
}
