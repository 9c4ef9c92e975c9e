package dev.innkeeper.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.runtime.service.HostedService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may do what in the runtime. */
class ArchitectureTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .importUrl(Host.class.getProtectionDomain().getCodeSource().getLocation());

  private static final Pattern CLOCKS_AND_WAITS =
      Pattern.compile(
          "System\\.(nanoTime|currentTimeMillis)|(Instant|Local\\w+|ZonedDateTime)\\.now"
              + "|LockSupport\\.\\w+|Thread\\.(sleep|join|onSpinWait)"
              + "|Object\\.wait|Condition\\.\\w+|CountDownLatch\\.await|Semaphore\\.\\w+"
              + "|\\w*(Blocking|Transfer|Delay|Synchronous)\\w*(Queue|Deque)\\.\\w+"
              + "|\\w*Future\\.(get|join)|Clock\\.\\w+");

  @Test
  void nothingReadsAClockOrWaitsExceptThroughTheTimeSource() {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("it is a clock or a wait", ArchitectureTest::isClockOrWait))
        .check(PRODUCT);
  }

  private static boolean isClockOrWait(JavaAccess<?> access) {
    String call = access.getTargetOwner().getSimpleName() + "." + access.getName();
    return CLOCKS_AND_WAITS.matcher(call).matches();
  }

  /** And one its scoped values, for their sake. */
  @Test
  void onlyOneClassReachesTheJdksScopes() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.thread\\.(JdkScope|ScopedBindings|JdkReflection)(\\$.*)?")
        .should()
        .accessClassesThat()
        .resideInAPackage("java.lang.invoke")
        .orShould()
        .accessClassesThat()
        .resideInAPackage("java.lang.reflect")
        .check(PRODUCT);
  }

  /** Without field updaters: native-image finds those whose arguments are constants. */
  private static final Pattern REFLECTION =
      Pattern.compile(
          "Class\\.(forName|(get|getDeclared)(Method|Constructor|Field)s?|newInstance|getResource\\w*)"
              + "|Proxy\\.newProxyInstance|ServiceLoader\\.\\w+|ClassLoader\\.(load|getResource)\\w*"
              + "|Lookup\\.(find|unreflect)\\w*|ResourceBundle\\.\\w+");

  /** So the test of what native images are told has only one class to look at. */
  @Test
  void onlyOneClassUsesReflection() {
    noClasses()
        .that()
        .doNotHaveSimpleName("JdkReflection")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("it is reflection", ArchitectureTest::isReflection))
        .check(PRODUCT);
  }

  private static boolean isReflection(JavaAccess<?> access) {
    String call = access.getTargetOwner().getSimpleName() + "." + access.getName();
    return REFLECTION.matcher(call).matches();
  }

  /** So a probe, which reads what is known, calls nobody. */
  @Test
  void onlyOneClassCallsServicesAndTheirHealthChecks() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ServiceCalls")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "it is a call to a service", ArchitectureTest::isOfAService))
        .check(PRODUCT);
  }

  private static boolean isOfAService(JavaAccess<?> access) {
    Set<String> calls =
        Set.of("starting", "start", "started", "execute", "stopping", "stop", "stopped");
    boolean ofService =
        access.getTargetOwner().isAssignableTo(HostedService.class)
            && calls.contains(access.getName());
    return ofService || access.getTargetOwner().isAssignableTo(HealthCheck.class);
  }

  private static final String ROOT = "dev.innkeeper.runtime";

  /** From the top down: each uses only what stands below it; beside each other, nothing. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of(""),
          List.of(".engine"),
          List.of(".machine"),
          List.of(".jobs"),
          List.of(".events", ".plan", ".settings"),
          List.of(".service"),
          List.of(".port"),
          List.of(".snapshot"),
          List.of(".report"),
          List.of(".scope"),
          List.of(".thread", ".time"));

  @Test
  void packagesAreLayersOfWhichEachUsesOnlyWhatStandsBelowIt() {
    LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
    List<String> above = new ArrayList<>();
    for (List<String> layer : LAYERS) {
      for (String name : layer) {
        rule = rule.layer("runtime" + name).definedBy(ROOT + name);
        rule =
            above.isEmpty()
                ? rule.whereLayer("runtime" + name).mayNotBeAccessedByAnyLayer()
                : rule.whereLayer("runtime" + name)
                    .mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      }
      layer.forEach(name -> above.add("runtime" + name));
    }
    rule.check(PRODUCT);
  }

  @Test
  void everyPackageIsInALayer() {
    Set<String> known =
        LAYERS.stream().flatMap(List::stream).map(name -> ROOT + name).collect(toSet());
    Set<String> found = PRODUCT.stream().map(JavaClass::getPackageName).collect(toSet());
    assertEquals(known, found);
  }

  @Test
  void noPackagesNeedEachOther() {
    slices().matching("dev.innkeeper.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void machineAndPlanKnowNoThreadNoLockNoClockAndNoLog() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".machine", ROOT + ".plan")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "org.slf4j..", ROOT + ".thread")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.Thread|dev\\.innkeeper\\.timer\\.(testing\\.)?[A-Z].*")
        .check(PRODUCT);
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(ROOT + ".machine", ROOT + ".plan")
        .should()
        .haveModifier(JavaModifier.VOLATILE)
        .check(PRODUCT);
  }

  @Test
  void theEngineHasNoLocks() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent.locks")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("BriefLock")
        .check(PRODUCT);
  }

  @Test
  void theGraphAndTheSharesKnowNothingOfThreads() {
    classes()
        .that()
        .haveSimpleName("ServiceGraph")
        .or()
        .haveSimpleName("StopShares")
        .or()
        .haveSimpleName("RestartHistory")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are values and collections",
                (JavaClass c) ->
                    !c.getPackageName().startsWith("java.util.concurrent")
                        && !c.getName().equals("java.lang.Thread")))
        .check(PRODUCT);
  }

  @Test
  void nothingIsSynchronizedBecauseThatPinsVirtualThreads() {
    noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(PRODUCT);
  }

  @Test
  void theFlightRecordersClassesAreTouchedInOnePlaceOnly() {
    noClasses()
        .that()
        .doNotHaveSimpleName("FlightRecording")
        .and()
        .haveNameNotMatching(".*FlightEvents.*")
        .should()
        .accessClassesThat()
        .haveNameMatching(".*FlightEvents.*|jdk\\.jfr\\..*")
        .check(PRODUCT);
  }

  @Test
  void nothingIsPrintedButWhatTheLogHasLostAndHostsThatWereForgotten() {
    noClasses().should().accessField(System.class, "out").check(PRODUCT);
    noClasses()
        .that()
        .doNotHaveSimpleName("FallbackLine")
        .and()
        .doNotHaveSimpleName("Unseen")
        .and()
        .doNotHaveSimpleName("ForgottenHosts")
        .should()
        .accessField(System.class, "err")
        .check(PRODUCT);
  }

  @Test
  void theRuntimeNeedsNothingButTheJdkTheTimerAndSlf4j() {
    Set<String> allowed = Set.of("java", "dev.innkeeper", "org.slf4j", "org.jspecify");
    classes()
        .that()
        .haveNameNotMatching(".*\\.Flight(Recording|Events(\\$.*)?)")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are allowed",
                c ->
                    allowed.stream().anyMatch(p -> c.getPackageName().startsWith(p))
                        || c.isPrimitive()
                        || c.isArray()))
        .check(PRODUCT);
  }
}
