package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.innkeeper.timer.PeriodicTimer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All that users can see, in {@code timer/api.txt} and {@code runtime/api.txt}: whoever changes it
 * changes these files, and sees what breaks. With {@code -Dinnkeeper.api=write} they are written.
 */
class ApiFileTest {

  @ParameterizedTest
  @CsvSource({
    "timer, 'dev.innkeeper.timer dev.innkeeper.timer.testing'",
    "runtime, 'dev.innkeeper.runtime dev.innkeeper.runtime.jobs dev.innkeeper.runtime.report"
        + " dev.innkeeper.runtime.scope dev.innkeeper.runtime.service'",
  })
  void theFileHasAllPublicSignatures(String module, String exported) throws Exception {
    Class<?> inside = module.equals("timer") ? PeriodicTimer.class : Host.class;
    String now = signatures(inside, List.of(exported.split(" ")));
    Path file = Path.of(System.getProperty("innkeeper.root", ".."), module, "api.txt");
    if (System.getProperty("innkeeper.api", "").equals("write")) {
      Files.writeString(file, now);
    }
    assertEquals(Files.readString(file), now);
  }

  private static String signatures(Class<?> inside, List<String> packages) {
    Map<String, Class<?>> found = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .importUrl(inside.getProtectionDomain().getCodeSource().getLocation())) {
      if (packages.contains(type.getPackageName())) {
        Class<?> loaded = type.reflect();
        if (Signatures.isVisible(loaded)) {
          found.put(loaded.getName(), loaded);
        }
      }
    }
    List<String> lines = new ArrayList<>();
    String before = "";
    for (Class<?> type : found.values()) {
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
}
