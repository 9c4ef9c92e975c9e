package dev.innkeeper.jmh;

import dev.innkeeper.jmh.harness.Forks;
import dev.innkeeper.jmh.harness.Jdk;
import dev.innkeeper.jmh.harness.Progress;
import dev.innkeeper.jmh.harness.Results;
import dev.innkeeper.jmh.harness.Suite;
import dev.innkeeper.runtime.BackgroundService;
import dev.innkeeper.runtime.ServiceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures until all is done or somebody stops it, and writes a report of what there is then. */
final class BenchmarkService implements BackgroundService {

  private final List<Results> results;
  private final Forks forks;
  private final Path directory;

  /** Written by the work, read after it has ended. */
  private boolean complete;

  BenchmarkService(List<Suite> suites, List<Jdk> jdks, long rounds, Path directory) {
    this.directory = directory;
    results = suites.stream().map(Results::new).toList();
    forks = new Forks(jdks, rounds, new Progress(System.out, suites, rounds * jdks.size()));
  }

  @Override
  public void execute(ServiceContext context) throws IOException {
    try {
      for (Results each : results) {
        forks.measure(each);
        System.out.println(each.medians());
      }
      complete = true;
    } catch (InterruptedException e) {
      context.lifetime().requestStop(); // a Ctrl-C may have reached the measuring JVM before us
    }
  }

  @Override
  public void stop(ServiceContext context) throws IOException {
    for (Results each : results) {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(each.suite().name() + ".csv"), each.everything().toCsv());
    }
  }

  /** To be asked after the host has stopped. */
  boolean allIsMeasured() {
    return complete && results.stream().allMatch(each -> each.failures().isEmpty());
  }
}
