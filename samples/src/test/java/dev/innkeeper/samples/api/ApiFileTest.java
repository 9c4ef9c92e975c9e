package dev.innkeeper.samples.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.dbscheduler.DurableJobs;
import dev.innkeeper.jdbc.JdbcLeaderElection;
import dev.innkeeper.junit.TestContext;
import dev.innkeeper.micrometer.HostMetrics;
import dev.innkeeper.opentelemetry.HostTracing;
import dev.innkeeper.ops.Systemd;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.PeriodicTimer;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All that users can see of a module, in its {@code api.txt}: whoever changes it changes this file,
 * and sees what breaks. With {@code -Dinnkeeper.api=write} it is written. The test is here, because
 * the samples use all modules.
 */
class ApiFileTest {

  @ParameterizedTest
  @CsvSource({
    "timer, dev.innkeeper.timer",
    "runtime, dev.innkeeper.runtime",
    "runtime/junit, dev.innkeeper.junit",
    "runtime/micrometer, dev.innkeeper.micrometer",
    "runtime/opentelemetry, dev.innkeeper.opentelemetry",
    "runtime/ops, dev.innkeeper.ops",
    "runtime/jdbc, dev.innkeeper.jdbc",
    "runtime/db-scheduler, dev.innkeeper.dbscheduler",
  })
  void theFileHasAllPublicSignatures(String folder, String module) throws Exception {
    String now = signatures(module);
    Path file = Path.of("..").resolve(folder).resolve("api.txt");
    if (System.getProperty("innkeeper.api", "").equals("write")) {
      Files.writeString(file, now);
    }
    assertEquals(Files.readString(file), now);
  }

  private static String signatures(String module) throws Exception {
    List<String> lines = new ArrayList<>();
    String before = "";
    for (Class<?> type : visibleTypes(module)) {
      if (!type.getPackageName().equals(before)) {
        before = type.getPackageName();
        lines.add("package " + before);
        lines.add("");
      }
      lines.addAll(Signatures.of(type));
      lines.add("");
    }
    return String.join("\n", lines);
  }

  private static List<Class<?>> visibleTypes(String name) throws Exception {
    ModuleReference module =
        ModuleFinder.of(
                placeOf(PeriodicTimer.class),
                placeOf(Host.class),
                placeOf(TestContext.class),
                placeOf(HostMetrics.class),
                placeOf(HostTracing.class),
                placeOf(Systemd.class),
                placeOf(JdbcLeaderElection.class),
                placeOf(DurableJobs.class))
            .find(name)
            .orElseThrow();
    Set<String> exported =
        module.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(Exports::source)
            .collect(Collectors.toSet());
    return classesIn(module).stream()
        .filter(type -> exported.contains(type.getPackageName()) && Signatures.isVisible(type))
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }

  /** A jar, or the folder of its classes. */
  private static Path placeOf(Class<?> inside) throws URISyntaxException {
    return Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Class<?>> classesIn(ModuleReference module)
      throws IOException, ClassNotFoundException {
    List<Class<?>> classes = new ArrayList<>();
    try (ModuleReader reader = module.open();
        Stream<String> files = reader.list()) {
      for (String file : files.toList()) {
        if (file.endsWith(".class") && !file.equals("module-info.class")) {
          String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
          classes.add(Class.forName(name, false, ApiFileTest.class.getClassLoader()));
        }
      }
    }
    return classes;
  }
}
