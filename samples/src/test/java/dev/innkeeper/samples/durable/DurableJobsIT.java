package dev.innkeeper.samples.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample when its process is killed: SIGKILL, so nothing of it gets to tidy up. */
class DurableJobsIT {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  @TempDir Path folder;

  @Test
  void whatAKilledProcessHadBegunIsDoneByTheNextOne() throws Exception {
    String url = DurableJobsMain.H2.formatted(folder.resolve("shop"));
    String order;
    try (Program first = Program.start(DurableJobsMain.class, folder, url)) {
      order = orderIn(first.await("confirms order"));
      first.kill();
      assertFalse(orders(first, "confirmed").contains(order), first::toString);
    }
    try (Program second = Program.start(DurableJobsMain.class, folder, url)) {
      second.await("confirmed " + order);
      assertEquals(143, second.terminate(DEADLINE), second::toString);
      second.await("shop stopped in");
      Set<String> left = new HashSet<>(orders(second, "confirms"));
      left.removeAll(orders(second, "confirmed"));
      assertEquals(Set.of(), left, second::toString); // the stop has waited for all of them
      assertTrue(
          second.lines().stream().noneMatch(line -> line.contains("ERROR")), second::toString);
    }
  }

  private static Set<String> orders(Program program, String word) throws IOException {
    return program.lines().stream()
        .filter(line -> line.contains(word + " order"))
        .map(DurableJobsIT::orderIn)
        .collect(Collectors.toSet());
  }

  private static String orderIn(String line) {
    return line.substring(line.indexOf("order "));
  }
}
