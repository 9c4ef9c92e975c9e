package dev.innkeeper.jmh.accuracy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures each case in a JVM of its own, so that none runs on code that another has warmed up or
 * spoilt. The rounds are interleaved, so that a noisy minute of the machine hits all.
 *
 * @param round the class whose {@code main} measures one case once and prints its {@link Figures}
 */
record Forks(Class<?> round, List<String> jvmOptions) {

  Results measure(List<Case> cases, long rounds) throws IOException, InterruptedException {
    Map<Case, List<Figures>> results = new LinkedHashMap<>();
    for (int n = 1; n <= rounds; n++) {
      for (Case each : cases) {
        System.err.println("round " + n + ": " + each.contender() + ", " + each.setting());
        results.computeIfAbsent(each, key -> new ArrayList<>()).add(measure(each));
      }
    }
    return new Results(results);
  }

  private Figures measure(Case which) throws IOException, InterruptedException {
    Process child = start(round, jvmOptions, which.arguments());
    try (BufferedReader output = child.inputReader()) {
      List<String> lines = output.lines().toList();
      if (child.waitFor() != 0 || lines.isEmpty()) {
        throw new IllegalStateException(which + " failed: " + lines);
      }
      return Figures.ofLine(lines.getLast());
    }
  }

  /** The same {@code java} with the same class path. */
  static Process start(Class<?> main, List<String> jvmOptions, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
