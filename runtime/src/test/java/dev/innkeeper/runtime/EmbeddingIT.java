package dev.innkeeper.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's application, compiled and run against the jars we publish, never against {@code
 * target/classes}. Its source is {@code src/test/resources/consumer}; the JDK is the one that runs
 * this test.
 */
final class EmbeddingIT {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final Path TIMER = jar("innkeeper.timer.jar");
  private static final Path RUNTIME = jar("innkeeper.runtime.jar");
  private static final Path SLF4J = jar("slf4j.api.jar");

  /** There is no slf4j binding here, which slf4j would say on standard error. */
  private static final String QUIET = "-Dslf4j.internal.verbosity=ERROR";

  private static final String JARS = join(TIMER, RUNTIME, SLF4J);

  @TempDir Path temp;
  private Path source;
  private Path classes;

  @BeforeEach
  void findTheConsumer() throws URISyntaxException {
    source = Path.of(EmbeddingIT.class.getResource("/consumer").toURI());
    classes = temp.resolve("classes");
  }

  @Test
  void runsOnTheClassPath() throws Exception {
    compile("--class-path", JARS, source.resolve("consumer/Main.java"));

    String output =
        run(java(), QUIET, "-cp", join(classes) + File.pathSeparator + JARS, "consumer.Main");

    assertEquals(
        greetings()
            + """
            timer from unnamed module in %s
            runtime from unnamed module in %s
            """
                .formatted(TIMER.toUri().toURL(), RUNTIME.toUri().toURL()),
        withoutHash(output));
  }

  @Test
  void runsOnTheModulePath() throws Exception {
    compileModule();

    String output =
        run(
            java(),
            QUIET,
            "-p",
            join(classes) + File.pathSeparator + JARS,
            "-m",
            "consumer/consumer.Main");

    assertEquals(
        greetings()
            + """
            timer from module dev.innkeeper.timer in %s
            runtime from module dev.innkeeper.runtime in %s
            """
                .formatted(TIMER.toUri().toURL(), RUNTIME.toUri().toURL()),
        output);
  }

  @Test
  void runsInAnImageMadeByJlink() throws Exception {
    compileModule();
    Path image = temp.resolve("image");
    // Without a jmods folder (Temurin from 24 on) jlink links from the JDK's own run-time image.
    run(
        tool("jlink"),
        "--module-path",
        join(classes) + File.pathSeparator + JARS,
        "--add-modules",
        "consumer",
        "--output",
        image.toString());

    String output = run(launcherOf(image), QUIET, "-m", "consumer/consumer.Main");

    assertEquals(
        greetings()
            + """
            timer from module dev.innkeeper.timer in jrt:/dev.innkeeper.timer
            runtime from module dev.innkeeper.runtime in jrt:/dev.innkeeper.runtime
            """,
        output);
  }

  private static String greetings() {
    return """
    the database is open
    the ticker has ticked
    stopped, clean: true
    """;
  }

  private void compileModule() throws Exception {
    compile(
        "--module-path",
        JARS,
        source.resolve("module-info.java"),
        source.resolve("consumer/Main.java"));
  }

  private void compile(String pathOption, String path, Path... files) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(tool("javac"), "--release", "21", "-Xlint:all", "-Werror", "-proc:none"));
    command.addAll(List.of("-d", classes.toString(), pathOption, path));
    Stream.of(files).map(Path::toString).forEach(command::add);
    assertEquals("", run(command.toArray(String[]::new)), "javac is silent");
  }

  /**
   * The {@code java} of an image. JDKs that were unpacked beside a newer C library than the
   * system's have patched launchers, but the ones that jlink copies out of their jmods are not;
   * such an image gets the patched launcher and is otherwise as jlink made it.
   */
  private static String launcherOf(Path image) throws Exception {
    Path launcher = image.resolve("bin/java");
    if (!starts(launcher)) {
      System.err.println("EmbeddingIT: the launcher made by jlink does not start; using " + java());
      Files.copy(Path.of(java()), launcher, StandardCopyOption.REPLACE_EXISTING);
    }
    return launcher.toString();
  }

  private static boolean starts(Path launcher) throws Exception {
    Process process =
        new ProcessBuilder(launcher.toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }

  /** Runs a command to its end and returns its standard output; standard error is passed on. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(process::destroyForcibly);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
    return output.replace(System.lineSeparator(), "\n");
  }

  /** The unnamed module prints as {@code unnamed module @1b2c3d}. */
  private static String withoutHash(String output) {
    return output.replaceAll(" @[0-9a-f]+", "");
  }

  private static String java() {
    return tool("java");
  }

  private static String tool(String name) {
    return JDK.resolve("bin").resolve(name).toString();
  }

  private static Path jar(String property) {
    String path = System.getProperty(property);
    assertTrue(path != null && path.endsWith(".jar"), () -> property + " is no jar: " + path);
    return Path.of(path).toAbsolutePath();
  }

  private static String join(Path... paths) {
    return Stream.of(paths).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
