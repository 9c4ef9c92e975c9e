package dev.innkeeper.jmh.harness;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A JDK to measure on.
 *
 * @param version such as {@code 25.0.3}
 */
public record Jdk(String version, Path home) {

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
    String version = release.getProperty("JAVA_VERSION", "unknown").replace("\"", "");
    return new Jdk(version, home);
  }

  /** The one that runs this. */
  public static Jdk running() {
    return at(Path.of(System.getProperty("java.home")));
  }

  String java() {
    return home.resolve("bin").resolve("java").toString();
  }
}
