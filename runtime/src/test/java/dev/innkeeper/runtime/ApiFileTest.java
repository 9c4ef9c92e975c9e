package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.innkeeper.timer.PeriodicTimer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  private static final String EXPORTED =
      "dev\\.innkeeper\\.(timer(\\.testing)?|runtime(\\.(jobs|report|scope|service))?)";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .importUrls(
              List.of(
                  Host.class.getProtectionDomain().getCodeSource().getLocation(),
                  PeriodicTimer.class.getProtectionDomain().getCodeSource().getLocation()));

  @Test
  void noTypeOfAHiddenPackageIsInAPublicSignature() {
    ArchRuleDefinition.codeUnits()
        .that()
        .arePublic()
        .or()
        .areProtected()
        .should(
            new ArchCondition<JavaCodeUnit>("show types of exported packages alone") {
              @Override
              public void check(JavaCodeUnit shown, ConditionEvents events) {
                if (isSeen(shown.getOwner())) {
                  typesOf(shown)
                      .filter(type -> isHidden(type))
                      .forEach(type ->
                          events.add(SimpleConditionEvent.violated(shown, shown + ": " + type)));
                }
              }
            })
        .check(PRODUCT);
  }

  private static boolean isSeen(JavaClass type) {
    return type.getPackageName().matches(EXPORTED) && Signatures.isVisible(type.reflect());
  }

  private static Stream<JavaClass> typesOf(JavaCodeUnit shown) {
    return Stream.concat(
        shown.getReturnType().getAllInvolvedRawTypes().stream(),
        shown.getParameterTypes().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()));
  }

  private static boolean isHidden(JavaClass type) {
    return type.getPackageName().startsWith("dev.innkeeper") && !isSeen(type);
  }

  @Test
  void snapshotsAndEventsAreInterfacesThatTestsCanFake() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAPackage("dev.innkeeper.runtime.report")
        .and()
        .areNotEnums()
        .should()
        .beInterfaces()
        .check(PRODUCT);
    ArchRuleDefinition.noClasses()
        .that(DescribedPredicate.describe("users see", ApiFileTest::isSeen))
        .should()
        .beRecords()
        .check(PRODUCT);
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
