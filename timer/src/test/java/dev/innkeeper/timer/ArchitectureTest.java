package dev.innkeeper.timer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Time goes by {@link TimeSource} alone. */
class ArchitectureTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .importUrl(TimeSource.class.getProtectionDomain().getCodeSource().getLocation());

  private static final Pattern CLOCKS_AND_WAITS =
      Pattern.compile(
          "System\\.(nanoTime|currentTimeMillis)|(Instant|Local\\w+|ZonedDateTime)\\.now"
              + "|LockSupport\\.\\w+|Thread\\.(sleep|join|interrupt|onSpinWait)"
              + "|Object\\.wait|Condition\\.\\w+|CountDownLatch\\.await|Semaphore\\.\\w+"
              + "|\\w*(Queue|Deque)\\.(take|put|poll)|\\w*Future\\.(get|join)|Clock\\.\\w+");

  @Test
  void onlyTheTimeSourcesReadAClockOrWait() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(
            SystemTimeSource.class, SharedWakeUps.class, ManualTimeSource.class, Nanos.class)
        .and()
        .doNotHaveSimpleName("TurnScheduler")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("it is a clock or a wait", ArchitectureTest::isClockOrWait))
        .check(PRODUCT);
  }

  private static boolean isClockOrWait(JavaAccess<?> access) {
    String call = access.getTargetOwner().getSimpleName() + "." + access.getName();
    return CLOCKS_AND_WAITS.matcher(call).matches();
  }

  @Test
  void nothingIsSynchronizedBecauseThatPinsVirtualThreads() {
    noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(PRODUCT);
  }

  @Test
  void theTimerNeedsNothingButTheJdkUnlessItParsesCron() {
    classes()
        .that()
        .areNotAssignableTo(CronExpression.class)
        .and()
        .haveNameNotMatching(".*CronExpression\\$.*")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are the JDK's or our own",
                c ->
                    Set.of("java", "jdk", "dev.innkeeper.timer", "org.jspecify").stream()
                            .anyMatch(p -> c.getPackageName().startsWith(p))
                        || c.isPrimitive()
                        || c.isArray()))
        .check(PRODUCT);
  }
}
