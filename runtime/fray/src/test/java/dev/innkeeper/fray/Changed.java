package dev.innkeeper.fray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.timer.TimeSource;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Innkeeper with changes of its source, such as a fault. The changed classes are compiled when a
 * story is told, and a class loader of its own loads them, with the rest of Innkeeper and the
 * story.
 */
public final class Changed {

  private record Change(Class<?> type, String from, String to) {}

  private final List<Change> changes = new ArrayList<>();

  private Changed() {}

  /**
   * {@code from} occurs once in the source of the class; line breaks and indentation do not matter.
   */
  public static Changed in(Class<?> type, String from, String to) {
    return new Changed().and(type, from, to);
  }

  /**
   * No time passes: a wait that could end by itself, in the system's time, does not. Under Fray it
   * would end at once, and nobody would need to be woken.
   */
  public static Changed standingStill() {
    return in(
        TimeSource.system().getClass(),
        "LockSupport.parkNanos(blocker, deadline - System.nanoTime());",
        "if (deadline - System.nanoTime() > 0) { LockSupport.park(blocker); }");
  }

  /** As {@link #in}, and this as well. */
  public Changed and(Class<?> type, String from, String to) {
    changes.add(new Change(type, from, to));
    return this;
  }

  /** The same story, of Innkeeper as it is changed. */
  public <S extends Enum<S> & Story> Story of(S story) throws Exception {
    Path classes = compiled();
    ClassLoader loader = new URLClassLoader(placesOfClasses(classes), new WithoutInnkeeper());
    Class<?> stories = loader.loadClass(story.getDeclaringClass().getName());
    assertEquals(loader, stories.getClassLoader());
    return Stream.of(stories.getEnumConstants())
        .filter(each -> ((Enum<?>) each).name().equals(story.name()))
        .map(Story.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static URL[] placesOfClasses(Path first) throws IOException {
    List<URL> places = new ArrayList<>();
    places.add(first.toUri().toURL());
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      places.add(Path.of(place).toUri().toURL());
    }
    return places.toArray(URL[]::new);
  }

  // ---- the sources

  private Path compiled() throws Exception {
    Path folder = Files.createDirectories(Schedules.FOLDER.resolve("changed"));
    Path work = Files.createTempDirectory(folder, "");
    Path classes = Files.createDirectory(work.resolve("classes"));
    List<Path> sources = new ArrayList<>();
    for (Class<?> type : changes.stream().map(Change::type).distinct().toList()) {
      Path source = work.resolve(type.getSimpleName() + ".java");
      sources.add(Files.writeString(source, changed(type)));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean compiles =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiles, "the change does not compile");
    }
    return classes;
  }

  private String changed(Class<?> type) throws IOException, URISyntaxException {
    String text = Files.readString(sourceOf(type));
    for (Change change : changes) {
      if (change.type.equals(type)) {
        text = replaced(text, change);
      }
    }
    return text;
  }

  /** The folder {@code target} of a module has its compiled classes, or its jar. */
  private static Path sourceOf(Class<?> type) throws URISyntaxException {
    URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path module = Path.of(place).getParent().getParent();
    return module.resolve("src/main/java").resolve(type.getName().replace('.', '/') + ".java");
  }

  private static String replaced(String text, Change change) {
    String pattern =
        Stream.of(change.from.split("\\s+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    assertEquals(
        1,
        Pattern.compile(pattern).matcher(text).results().count(),
        () -> "how often it occurs in " + change.type.getSimpleName() + ": " + change.from);
    return text.replaceFirst(pattern, Matcher.quoteReplacement(change.to));
  }

  /** Leaves Innkeeper's packages to the loader that has it as its parent. */
  private static final class WithoutInnkeeper extends ClassLoader {

    WithoutInnkeeper() {
      super(Changed.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.innkeeper.timer.") || name.startsWith("dev.innkeeper.runtime.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
