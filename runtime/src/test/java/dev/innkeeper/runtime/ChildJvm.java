package dev.innkeeper.runtime;

import dev.innkeeper.runtime.events.JdkWarning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of the kind that runs the test, with its class path, for what only a process can show. It
 * is killed after a minute.
 */
final class ChildJvm {

  /** What a process said, and how it ended. */
  record Result(int exitCode, List<String> lines) {

    String line(String prefix) {
      return lines.stream()
          .filter(line -> line.startsWith(prefix))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no line '" + prefix + "' in " + lines));
    }
  }

  private ChildJvm() {}

  static Result run(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(options, main, arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output.lines().toList());
  }

  static Process start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return start(List.of(), options, System.getProperty("java.class.path"), main, arguments);
  }

  /** By a {@code launcher}, such as env, and with a class path of its own. */
  static Process start(
      List<String> launcher,
      List<String> options,
      String classPath,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + JdkWarning.SWITCH + "=false");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
    return process;
  }
}
