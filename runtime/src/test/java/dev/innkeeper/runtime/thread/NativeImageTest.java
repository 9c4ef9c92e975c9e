package dev.innkeeper.runtime.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native image is told to keep is what is reached by reflection. Whether an image works with
 * it is not tested: there is no {@code native-image} here.
 */
class NativeImageTest {

  private static final String FILE =
      "/META-INF/native-image/dev.innkeeper/innkeeper-runtime/reachability-metadata.json";
  private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";

  /** In the file for the sake of other JDKs than this one. */
  private static Set<String> onlyOnOtherJdks() throws ClassNotFoundException {
    return Class.forName(SCOPE).isInterface() // from 25 on
        ? Set.of(SCOPE + " constructors")
        : Set.of(
            SCOPE + "$Configuration",
            SCOPE + "$Configuration.withName(java.lang.String)",
            SCOPE + "$Configuration.withThreadFactory(java.util.concurrent.ThreadFactory)",
            SCOPE + "$Joiner",
            "proxy of " + SCOPE + "$Joiner");
  }

  @Test
  void allThatIsReachedIsInTheFileAndNothingElseIs() throws Exception {
    Set<String> named = named();
    Set<String> reached = Recording.ofThisJdk();
    Set<String> expected =
        reached.stream().map(what -> inTheFile(what, named)).collect(Collectors.toSet());
    expected.addAll(onlyOnOtherJdks());
    assertEquals(new TreeSet<>(expected), new TreeSet<>(named), reached::toString);
  }

  /** The file may name all methods of a type, or all constructors, instead of each. */
  private static String inTheFile(String reached, Set<String> named) {
    if (named.contains(reached)) {
      return reached;
    }
    String type = reached.replaceFirst("(\\.\\w+|<init>)\\(.*", "");
    String all = type + (reached.contains("<init>") ? " constructors" : " methods");
    return named.contains(all) ? all : reached;
  }

  private static final Pattern ENTRIES = Pattern.compile("\\{\\s*\"type\": ");

  /** As {@link Recording} writes it. */
  private static Set<String> named() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String entry : ENTRIES.split(text(), -1)) {
      Stream<String> proxy = groups("^\\{\"proxy\": \\[\"([^\"]+)\"\\]", entry).stream();
      proxy.forEach(type -> named.add("proxy of " + type));
      for (String type : groups("^\"([^\"]+)\"", entry)) {
        named.add(type);
        groups("\"allPublic(\\w+)\": true", entry)
            .forEach(all -> named.add(type + " " + all.toLowerCase(Locale.ROOT)));
        groups("(\"name\": \"\\w+\", \"parameterTypes\": \\[[^\\]]*\\])", entry)
            .forEach(method -> named.add(type + "." + method(method)));
      }
    }
    return named;
  }

  private static String method(String entry) {
    List<String> words = groups("\"([\\w.$]+)\"", entry); // "name", NAME, "parameterTypes", TYPES
    return words.get(1) + "(" + String.join(", ", words.subList(3, words.size())) + ")";
  }

  private static List<String> groups(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String text() throws IOException {
    try (InputStream file = JdkScope.class.getResourceAsStream(FILE)) {
      assertNotNull(file, FILE);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Does what it is asked, and notes it. */
  private static final class Recording extends JdkReflection {

    private final Set<String> reached = new TreeSet<>();

    static Set<String> ofThisJdk() {
      Recording recording = new Recording();
      assertNotNull(JdkScope.find(SCOPE, recording).shape());
      ScopedBindings.handles(recording);
      return recording.reached;
    }

    @Override
    Class<?> type(String name) throws ClassNotFoundException {
      reached.add(name);
      return super.type(name);
    }

    @Override
    MethodHandle constructor(Class<?> type, Class<?>... parameters)
        throws ReflectiveOperationException {
      reached.add(type.getName() + "<init>" + names(parameters));
      return super.constructor(type, parameters);
    }

    @Override
    MethodHandle method(Class<?> type, String name, Class<?>... parameters)
        throws ReflectiveOperationException {
      reached.add(type.getName() + "." + name + names(parameters));
      return super.method(type, name, parameters);
    }

    @Override
    List<Method> methods(Class<?> type) {
      reached.add(type.getName() + " methods");
      return super.methods(type);
    }

    @Override
    MethodHandle handle(Method method) throws IllegalAccessException {
      reached.add(method.getDeclaringClass().getName() + " methods");
      return super.handle(method);
    }

    @Override
    Object proxy(Class<?> type, InvocationHandler handler) {
      reached.add("proxy of " + type.getName());
      return super.proxy(type, handler);
    }

    private static String names(Class<?>... types) {
      return Stream.of(types).map(Class::getName).collect(Collectors.joining(", ", "(", ")"));
    }
  }
}
