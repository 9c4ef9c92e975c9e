package dev.innkeeper.jmh.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures each case in a JVM of its own, so that none runs on code that another has warmed up or
 * spoilt. The rounds are interleaved, so that a noisy minute of the machine hits all.
 */
public record Forks(List<Jdk> jdks, long rounds, Progress progress) {

  /** How often a JVM ends that got the Ctrl-C which was meant for all of us. */
  private static final int INTERRUPTED = 128 + 2;

  /**
   * Adds to {@code results} as it goes, so that they hold what there is when it is interrupted. A
   * case that fails is in their failures, and not tried again.
   */
  public void measure(Results results) throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (Case each : results.suite().cases()) {
        for (Jdk jdk : jdks) {
          measure(each, jdk, round, results);
        }
      }
    }
  }

  private void measure(Case which, Jdk jdk, int round, Results results)
      throws IOException, InterruptedException {
    Row row = new Row(which.contender(), which.setting(), jdk.version());
    if (results.failures().containsKey(row)) {
      progress.skipped(which);
      return;
    }
    progress.begins(results.suite(), row, round);
    Load load = Load.on(which.busy() ? Runtime.getRuntime().availableProcessors() : 0);
    try {
      Measurement measurement = run(results.suite(), which, jdk);
      results.add(row, measurement);
      progress.ends(results.suite(), which, measurement.figures());
    } catch (FailedException e) {
      results.addFailure(row, String.valueOf(e.getMessage()));
      progress.failed(which, String.valueOf(e.getMessage()));
    } finally {
      load.close();
    }
  }

  private static Measurement run(Suite suite, Case which, Jdk jdk)
      throws IOException, InterruptedException, FailedException {
    Path output = Files.createTempFile("innkeeper-benchmark", ".txt");
    try {
      Process child = start(jdk, suite.round(), suite.jvmOptions(), which.arguments(), output);
      try {
        return measurement(child.waitFor(), Files.readAllLines(output));
      } finally {
        child.destroyForcibly();
      }
    } finally {
      Files.delete(output);
    }
  }

  private static Measurement measurement(int exit, List<String> output)
      throws InterruptedException, FailedException {
    if (exit == INTERRUPTED) {
      throw new InterruptedException("the measuring JVM was interrupted");
    }
    if (exit != 0 || output.isEmpty()) {
      throw new FailedException("exit code " + exit + ": " + String.join("\n", output));
    }
    return Measurement.ofLine(output.getLast());
  }

  /** The same class path. What it prints on its standard error is ours. */
  static Process start(
      Jdk jdk, Class<?> main, List<String> jvmOptions, List<String> arguments, Path output)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String why) {
      super(why);
    }
  }
}
