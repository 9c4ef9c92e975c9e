package dev.innkeeper.jmh;

import dev.innkeeper.jmh.harness.Forks;
import dev.innkeeper.jmh.harness.Jdk;
import dev.innkeeper.jmh.harness.Progress;
import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Suite;
import dev.innkeeper.jmh.report.Report;
import dev.innkeeper.jmh.report.RunInfo;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** Measures until all is done or somebody stops it, and writes a report of what there is then. */
final class BenchmarkService implements BackgroundService {

  private final List<Results> results;
  private final List<Jdk> jdks;
  private final long rounds;
  private final Path directory;
  private final String commandLine;
  private final ZonedDateTime began = ZonedDateTime.now(ZoneId.systemDefault());

  /** Written by the work, read after it has ended. */
  private boolean complete;

  BenchmarkService(
      List<Suite> suites, List<Jdk> jdks, long rounds, Path directory, String commandLine) {
    results = suites.stream().map(Results::new).toList();
    this.jdks = jdks;
    this.rounds = rounds;
    this.directory = directory;
    this.commandLine = commandLine;
  }

  /** Finds out that there can be none before there is something to lose. */
  @Override
  public void start(ServiceContext context) throws IOException {
    writeReport();
  }

  @Override
  public void execute(ServiceContext context) throws IOException {
    List<Suite> suites = results.stream().map(Results::suite).toList();
    Forks forks = new Forks(jdks, rounds, new Progress(System.out, suites, rounds * jdks.size()));
    try {
      for (Results each : results) {
        forks.measure(each);
        System.out.println(each.medians());
        writeReport();
      }
      complete = true;
    } catch (InterruptedException e) {
      context.lifetime().requestStop(); // a Ctrl-C may have reached the measuring JVM before us
    }
  }

  @Override
  public void stop(ServiceContext context) throws IOException {
    writeReport();
    System.out.println(
        (complete ? "Report: " : "Interrupted; report of what there is: ")
            + directory.resolve("report.html").toUri());
  }

  private void writeReport() throws IOException {
    Duration took = Duration.between(began, ZonedDateTime.now(ZoneId.systemDefault()));
    Report.write(directory, RunInfo.here(began, took, complete, commandLine, jdks), results);
  }

  /** To be asked after the host has stopped. */
  boolean allIsMeasured() {
    return complete && results.stream().allMatch(each -> each.failures().isEmpty());
  }
}
