package dev.innkeeper.samples.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.cdi.HostCustomizer;
import dev.innkeeper.dbscheduler.DurableJobs;
import dev.innkeeper.jdbc.JdbcLeaderElection;
import dev.innkeeper.junit.TestContext;
import dev.innkeeper.kubernetes.KubernetesLeaderElection;
import dev.innkeeper.micrometer.HostMetrics;
import dev.innkeeper.opentelemetry.HostTracing;
import dev.innkeeper.ops.Systemd;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.shedlock.ShedLockLeaderElection;
import dev.innkeeper.spring.HostedOptions;
import dev.innkeeper.timer.PeriodicTimer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that users can see of a module is in its {@code api.txt}: a change to the API changes
 * this file, and shows what breaks. With {@code -Dinnkeeper.api=write} the test writes the files.
 */
class ApiFileTest {

  /** The folder of each published module, and a class in it. */
  static Stream<Arguments> modules() {
    return Stream.of(
        Arguments.of("timer", PeriodicTimer.class),
        Arguments.of("runtime", Host.class),
        Arguments.of("runtime/junit", TestContext.class),
        Arguments.of("runtime/micrometer", HostMetrics.class),
        Arguments.of("runtime/opentelemetry", HostTracing.class),
        Arguments.of("runtime/ops", Systemd.class),
        Arguments.of("runtime/cdi", HostCustomizer.class),
        Arguments.of("runtime/jdbc", JdbcLeaderElection.class),
        Arguments.of("runtime/kubernetes", KubernetesLeaderElection.class),
        Arguments.of("runtime/shedlock", ShedLockLeaderElection.class),
        Arguments.of("runtime/db-scheduler", DurableJobs.class),
        Arguments.of("runtime/spring-boot-starter", HostedOptions.class));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theFileHasAllPublicSignatures(String folder, Class<?> inside) throws Exception {
    String now = signatures(inside);
    Path file = Path.of("../..").resolve(folder).resolve("api.txt");
    if (System.getProperty("innkeeper.api", "").equals("write")) {
      Files.writeString(file, now);
    }
    assertEquals(Files.readString(file), now);
  }

  private static String signatures(Class<?> inside) throws Exception {
    List<String> lines = new ArrayList<>();
    String before = "";
    for (Class<?> type : visibleTypes(inside)) {
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

  private static List<Class<?>> visibleTypes(Class<?> inside) throws Exception {
    Path place = placeOf(inside);
    if (Files.isDirectory(place)) {
      return visibleTypesIn(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return visibleTypesIn(jar.getPath("/"));
    }
  }

  /** A jar, or the folder of its classes. */
  private static Path placeOf(Class<?> inside) throws URISyntaxException {
    return Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Class<?>> visibleTypesIn(Path root) throws Exception {
    Predicate<String> exported = exported(root);
    return classesIn(root).stream()
        .filter(type -> exported.test(type.getPackageName()) && Signatures.isVisible(type))
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }

  /**
   * The packages that a module exports to all; an automatic module exports each of its packages.
   */
  private static Predicate<String> exported(Path root) throws IOException {
    Path descriptor = root.resolve("module-info.class");
    if (!Files.exists(descriptor)) {
      return packageName -> true;
    }
    try (InputStream in = Files.newInputStream(descriptor)) {
      Set<String> names =
          ModuleDescriptor.read(in).exports().stream()
              .filter(exports -> !exports.isQualified())
              .map(Exports::source)
              .collect(Collectors.toSet());
      return names::contains;
    }
  }

  private static List<Class<?>> classesIn(Path root) throws IOException, ClassNotFoundException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(file -> file.endsWith(".class") && !file.equals("module-info.class"))
              .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
              .toList();
    }
    List<Class<?>> classes = new ArrayList<>();
    for (String name : names) {
      classes.add(Class.forName(name, false, ApiFileTest.class.getClassLoader()));
    }
    return classes;
  }
}
