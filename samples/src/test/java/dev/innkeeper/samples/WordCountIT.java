package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The word count as a person runs it: in a process, with a folder, until a signal. */
class WordCountIT {

  @TempDir Path folder;

  private final List<String> lines = new ArrayList<>();

  @Test
  void countsWhatIsThereAndWhatComesAndStopsOnSigterm() throws Exception {
    Files.writeString(folder.resolve("there.txt"), "one two three\n");
    Process process = start(folder.toString());
    try (BufferedReader output = process.inputReader()) {
      readUntil(output, "there.txt: 3 words");
      readUntil(output, "wordcount started: 3 services");
      Files.writeString(folder.resolve("part"), "four five\nsix seven\n");
      Files.move(folder.resolve("part"), folder.resolve("comes.txt"));
      readUntil(output, "comes.txt: 4 words");
      readUntil(output, "7 words in 2 files; most frequent: seven 1, three 1");
      process.toHandle().destroy(); // SIGTERM; Process.destroy() would close the output as well
      readUntil(output, "wordcount is stopping: the JVM is shutting down");
      readUntil(output, "wordcount stopped in ");
      readUntil(output, "  reporter STOPPED in ");
      readUntil(output, "In all: 7 words in 2 files");
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(143, process.exitValue());
  }

  @Test
  void saysWhyItCannotStartAndExitsWith1() throws Exception {
    Process process = start(folder.resolve("not-there").toString());
    try (BufferedReader output = process.inputReader()) {
      readUntil(output, "wordcount/folder failed to start");
      readUntil(output, "wordcount' did not start, because of 'folder'");
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(1, process.exitValue());
  }

  @Test
  void saysThatTheFolderIsGoneAndExitsWith1() throws Exception {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    Process process = start(watched.toString());
    try (BufferedReader output = process.inputReader()) {
      readUntil(output, "wordcount started: 3 services");
      Files.delete(watched);
      readUntil(output, "wordcount/counter failed in its work");
      readUntil(output, "NoSuchFileException: " + watched);
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(1, process.exitValue());
  }

  /** Killed after a while, so that a line that does not come is a failure and not a hang. */
  private static Process start(String argument) throws IOException {
    Process process = builder(argument).start();
    CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS).execute(process::destroyForcibly);
    return process;
  }

  private static ProcessBuilder builder(String argument) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WordCountMain.class.getName(),
            argument)
        .redirectErrorStream(true);
  }

  private void readUntil(BufferedReader output, String expected) throws IOException {
    while (lines.stream().noneMatch(line -> line.contains(expected))) {
      String line = output.readLine();
      if (line == null) {
        throw new AssertionError("no '" + expected + "' in\n" + String.join("\n", lines));
      }
      lines.add(line);
    }
  }
}
