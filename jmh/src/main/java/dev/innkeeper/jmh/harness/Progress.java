package dev.innkeeper.jmh.harness;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells a person what is measured, what came out, and how long it will take. */
public final class Progress {

  private final PrintStream out;
  private final long cases;
  private final Duration estimate;
  private final long began = System.nanoTime();

  private long caseNumber;
  private Duration estimateOfDone = Duration.ZERO;

  /** All that will be measured: so many rounds of the suites' cases on so many JDKs. */
  public Progress(PrintStream out, List<Suite> suites, long times) {
    this.out = out;
    cases = suites.stream().mapToLong(suite -> suite.cases().size()).sum() * times;
    estimate =
        suites.stream()
            .flatMap(suite -> suite.cases().stream())
            .map(Case::about)
            .reduce(Duration.ZERO, Duration::plus)
            .multipliedBy(times);
  }

  void begins(Suite suite, Row row, int round) {
    caseNumber++;
    out.printf(
        Locale.ROOT,
        "[%d/%d, %s left] %s, round %d: %s ",
        caseNumber,
        cases,
        readable(left()),
        suite.name(),
        round,
        row);
    out.flush();
  }

  void ends(Suite suite, Case which, Figures figures) {
    estimateOfDone = estimateOfDone.plus(which.about());
    out.println(
        suite.headline().stream()
            .filter(figures.values()::containsKey)
            .map(name -> name + " " + Table.cell(figures.values().getOrDefault(name, 0.0)))
            .collect(Collectors.joining(", ")));
  }

  void failed(Case which, String why) {
    estimateOfDone = estimateOfDone.plus(which.about());
    out.println("failed:\n" + why);
  }

  void skipped(Case which) {
    caseNumber++;
    estimateOfDone = estimateOfDone.plus(which.about());
  }

  /** What is left by the estimate, at the pace so far. */
  private Duration left() {
    Duration left = estimate.minus(estimateOfDone);
    if (estimateOfDone.isZero()) {
      return left;
    }
    double pace = (double) (System.nanoTime() - began) / estimateOfDone.toNanos();
    return Duration.ofNanos((long) (left.toNanos() * pace));
  }

  /** A duration for a person. */
  public static String readable(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }
}
