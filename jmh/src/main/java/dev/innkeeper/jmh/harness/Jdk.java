package dev.innkeeper.jmh.harness;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JDK to measure on.
 *
 * @param version such as {@code 25.0.3}
 * @param name who made it, and its full version
 */
public record Jdk(String version, String name, Path home) {

  /** As the JDK's own file {@code release} has it. */
  public static Jdk at(Path home) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JDK at " + home + ": " + e, e);
    }
    if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
      throw new IllegalArgumentException("no JDK at " + home + ": it has no bin/java");
    }
    return new Jdk(valueIn(release, "JAVA_VERSION").orElse("unknown"), nameIn(release), home);
  }

  private static String nameIn(Properties release) {
    return Stream.of("IMPLEMENTOR", "IMPLEMENTOR_VERSION", "JAVA_RUNTIME_VERSION", "JVM_VARIANT")
        .flatMap(key -> valueIn(release, key).stream())
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> valueIn(Properties release, String key) {
    return Optional.ofNullable(release.getProperty(key)).map(value -> value.replace("\"", ""));
  }

  /** The one that runs this. */
  public static Jdk running() {
    return at(Path.of(System.getProperty("java.home")));
  }

  String java() {
    return home.resolve("bin").resolve("java").toString();
  }
}
