package dev.innkeeper.runtime;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.timer.PeriodicTimer;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Users see what they are meant to, and nothing that they could not fake in a test. */
class PublicTypesTest {

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
    return type.getPackageName().matches(EXPORTED) && isVisible(type.reflect());
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isVisible(outer));
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
        .and()
        .doNotBelongToAnyOf(Health.class) // which users make
        .should()
        .beInterfaces()
        .check(PRODUCT);
    ArchRuleDefinition.noClasses()
        .that(DescribedPredicate.describe("users see", PublicTypesTest::isSeen))
        .should()
        .beRecords()
        .check(PRODUCT);
  }
}
