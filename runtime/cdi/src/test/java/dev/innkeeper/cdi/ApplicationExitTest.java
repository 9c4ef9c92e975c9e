package dev.innkeeper.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What only a process can show; it is killed after a minute. */
class ApplicationExitTest {

  @Test
  void aProgramWhoseHostFailsClosesItsContainerAndExitsWithOne() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ExitProgram.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(program::destroyForcibly);
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        List.of("service stops", "container stops"), output.lines().limit(2).toList(), output);
    assertEquals(1, program.waitFor());
  }
}
