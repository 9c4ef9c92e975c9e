package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.timer.TimeSource;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The machine's sources with a fault, compiled, and explored in a class loader of their own. */
final class MutatedMachine {

  /** A place in a source, and what stands there instead. */
  record Change(String file, String from, String to) {}

  private static final String PACKAGE = "dev.innkeeper.runtime.machine";
  private static final Path SOURCES =
      Path.of("src", "main", "java", "dev", "innkeeper", "runtime", "machine");

  private MutatedMachine() {}

  /** What the exploration finds; empty: nothing. */
  static String explore(Path folder, List<Change> changes) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(mutated(sources, changes), classes);
    URL[] places = {classes.toUri().toURL(), placeOf(Explorer.class).toUri().toURL()};
    try (URLClassLoader loader = new OwnMachine(places)) {
      Class<?> explorer = loader.loadClass(PACKAGE + ".Explorer");
      assertEquals(loader, explorer.getClassLoader());
      Method method = explorer.getDeclaredMethod("wrongInSamples");
      method.setAccessible(true);
      return (String) method.invoke(null);
    }
  }

  private static List<Path> mutated(Path folder, List<Change> changes) throws IOException {
    List<Path> mutated = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        for (Change change : changes) {
          if (file.endsWith(change.file() + ".java")) {
            text = replaced(text, change);
          }
        }
        mutated.add(Files.writeString(folder.resolve(file.getFileName()), text));
      }
    }
    return mutated;
  }

  /** Breaks of lines and indentation do not matter. */
  private static String replaced(String text, Change change) {
    String pattern =
        Stream.of(change.from().split("\\s+", -1))
            .map(java.util.regex.Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    assertEquals(2, (text + " ").split(pattern, -1).length, () -> "once: " + change.from());
    return text.replaceFirst(pattern, java.util.regex.Matcher.quoteReplacement(change.to()));
  }

  private static void compile(List<Path> sources, Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> classPath = new ArrayList<>();
    for (Class<?> type : List.of(HostPlan.class, TimeSource.class, Nullable.class)) {
      classPath.add(placeOf(type));
    }
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
      boolean compiles =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiles, "the fault does not compile");
    }
  }

  private static Path placeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Loads the machine and its explorer itself, and takes the rest from the tests' loader. */
  private static final class OwnMachine extends URLClassLoader {
    OwnMachine(URL[] places) {
      super(places, MutatedMachine.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
