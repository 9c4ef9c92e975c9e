package dev.innkeeper.samples.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.Program;
import dev.innkeeper.samples.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample with two processes, of which the leader is killed. */
class LeaderIT {

  private static final Pattern TERM =
      Pattern.compile("Term ([0-9]+): process ([0-9]+) wrote [1-9][0-9]* invoices");

  @TempDir Path folder;

  @Test
  void anotherProcessGoesOnWithAGreaterTokenWhenTheLeaderIsKilled() throws Exception {
    try (Program sample = Program.start(Samples.class, folder, "leader")) {
      Matcher first = term(sample.await("Term 1:"));
      sample.await("Kills process " + first.group(2));
      Matcher second = term(sample.await("Term 2:"));
      assertNotEquals(first.group(2), second.group(2));
      assertEquals(143, sample.terminate(Duration.ofSeconds(30)), sample::toString);
      sample.await("shop stopped");
      sample.await("machines stopped");
    }
  }

  private static Matcher term(String line) {
    Matcher found = TERM.matcher(line);
    assertTrue(found.find(), line);
    return found;
  }
}
