package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.samples.Await;
import dev.innkeeper.samples.Program;
import dev.innkeeper.samples.SampleLog;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host in a Spring application with a web server, in a process, with requests all the while. */
class SpringUnderLoadIT {

  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final int MANY = 200;

  @TempDir Path folder;

  @Test
  void theHostStopsOnSigtermOnlyWhenTheWebServerHasAnsweredEveryRequest() throws Exception {
    try (Program spring = Program.start(SpringWebMain.class, folder)) {
      Callers callers = new Callers(address(spring));
      Map<Integer, Integer> answers = callers.answers();
      int exit;
      try {
        Await.until(() -> answers.getOrDefault(200, 0) >= MANY, () -> answers + "\n" + spring);
        exit = spring.terminate(DEADLINE);
      } finally {
        callers.end();
      }

      assertEquals(143, exit, spring::toString);
      Set<Integer> statuses = new TreeSet<>(answers.keySet());
      statuses.removeAll(Set.of(503, Callers.NO_ANSWER)); // from when it has begun to shut down
      assertEquals(Set.of(200), statuses, () -> answers + "\n" + spring);
      SampleLog.of(spring)
          .assertOrder("No more connections", "No more requests in flight", "No more prices");
    }
  }

  private static URL address(Program spring) throws Exception {
    return URI.create(spring.await("Ask http://").replaceAll(".*(http:\\S+).*", "$1")).toURL();
  }
}
