package dev.innkeeper.jmh.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures each case in a JVM of its own, so that none runs on code that another has warmed up or
 * spoilt. The rounds are interleaved, so that a noisy minute of the machine hits all.
 */
public record Forks(List<Jdk> jdks, long rounds, Progress progress) {

  /** How a JVM ends that got the SIGHUP, SIGINT or SIGTERM which was meant for all of us. */
  private static final List<Integer> INTERRUPTED = List.of(128 + 1, 128 + 2, 128 + 15);

  /** A build that makes the jar anew meanwhile changes nothing. */
  private static final String CLASS_PATH = copied(System.getProperty("java.class.path"));

  /** Of what a failed one has said. */
  private static final int LAST_CHARACTERS = 4000;

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
      if (!load.isAlive()) {
        throw new FailedException("what kept the cores busy has ended too early");
      }
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
    Path output = Files.createTempFile("innkeeper-benchmark", ".out");
    Path errors = Files.createTempFile("innkeeper-benchmark", ".err");
    try {
      Process child =
          start(
              jdk,
              suite.round(),
              suite.jvmOptions(),
              which.arguments(),
              Redirect.to(output.toFile()),
              Redirect.to(errors.toFile()));
      try {
        Duration limit = which.about().multipliedBy(10).plusMinutes(1);
        if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new FailedException("it has not ended within " + limit);
        }
        return measurement(child.exitValue(), text(output), text(errors));
      } finally {
        child.descendants().forEach(ProcessHandle::destroyForcibly); // JMH starts one
        child.destroyForcibly();
      }
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** Whatever bytes they are. */
  private static String text(Path file) throws IOException {
    return Files.readString(file, ISO_8859_1);
  }

  private static Measurement measurement(int exit, String output, String errors)
      throws InterruptedException, FailedException {
    if (INTERRUPTED.contains(exit)) {
      throw new InterruptedException("the measuring JVM was interrupted");
    }
    if (exit != 0) {
      throw new FailedException("exit code " + exit + "\n" + lastOf(output + errors));
    }
    try {
      return Measurement.ofLine(output.lines().reduce("", (before, line) -> line));
    } catch (RuntimeException e) {
      throw new FailedException("no measurement in its last line: " + e + "\n" + lastOf(output));
    }
  }

  private static String lastOf(String text) {
    return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
  }

  /** If it is one jar, of that. */
  private static String copied(String classPath) {
    Path jar = Path.of(classPath);
    if (classPath.contains(File.pathSeparator) || !Files.isRegularFile(jar)) {
      return classPath;
    }
    try {
      Path copy = Files.createTempFile("innkeeper-benchmarks", ".jar");
      copy.toFile().deleteOnExit();
      return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same class path. */
  static Process start(
      Jdk jdk,
      Class<?> main,
      List<String> jvmOptions,
      List<String> arguments,
      Redirect output,
      Redirect errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", CLASS_PATH, main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectOutput(output).redirectError(errors).start();
  }

  private static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String why) {
      super(why);
    }
  }
}
