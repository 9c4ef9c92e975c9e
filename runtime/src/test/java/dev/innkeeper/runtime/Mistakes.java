package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/**
 * Mistakes that users make, by what the page on them calls them, and the host in which one of them
 * is made.
 */
final class Mistakes {

  /** Makes a mistake, and returns what is said. */
  interface Mistake {
    String said() throws Throwable;
  }

  final HostFixture fixture = new HostFixture();
  final ManualTimeSource time = fixture.time;
  final MarkingServices marking = new MarkingServices(fixture);

  private final Map<String, Mistake> all = new LinkedHashMap<>();

  void add(String what, Mistake mistake) {
    all.put(what, mistake);
  }

  /** One that an exception answers. */
  void refused(String what, Executable mistake) {
    add(what, () -> String.valueOf(assertThrows(Throwable.class, mistake).getMessage()));
  }

  /** One that a line of the log answers, the first one with {@code part}: its first line. */
  void logged(String what, String part, Executable mistake) {
    add(
        what,
        () -> {
          try (LogTrail log = LogTrail.from(Level.INFO)) {
            mistake.execute();
            return log.lines().stream()
                .filter(line -> line.contains(part))
                .map(line -> line.lines().findFirst().orElseThrow())
                .findFirst()
                .orElseThrow(() -> new AssertionError(log.lines()));
          }
        });
  }

  Set<String> all() {
    return all.keySet();
  }

  /** Makes it. */
  String said(String what) throws Throwable {
    return all.get(what).said();
  }

  static String failureOf(ServiceStatus status) {
    return status.failure().orElseThrow().getMessage();
  }

  HostBuilder shop() {
    return Host.builder("shop").timeSource(time).shutdownTimeout(seconds(8));
  }
}
