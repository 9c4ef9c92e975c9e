package dev.innkeeper.fray;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kotlin.Unit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.pastalab.fray.core.TestRunner;
import org.pastalab.fray.core.command.Configuration;
import org.pastalab.fray.core.command.ExecutionInfo;
import org.pastalab.fray.core.command.LambdaExecutor;
import org.pastalab.fray.core.command.NetworkDelegateType;
import org.pastalab.fray.core.command.SystemTimeDelegateType;
import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandomProvider;
import org.pastalab.fray.core.scheduler.POSScheduler;

/**
 * Lives a short story of a few threads again and again, each time with its threads' steps in
 * another order, and says how often.
 *
 * <p>Fray runs one thread at a time and decides at each step that others can see (a volatile field,
 * a compare-and-set, a park) who goes on. A story fails if something in it throws, on any thread,
 * or if all its threads wait. Its threads are platform threads: Fray hangs on virtual ones. What
 * one thread writes the others see at once: that a field should have been volatile, Fray does not
 * find.
 */
public final class Schedules {

  /** What is lived under each schedule. It starts its threads and waits for their end. */
  public interface Story {
    void live() throws Exception;
  }

  /** How many schedules a story must pass. */
  private static final int ENOUGH = 1_000;

  /** In how many schedules a planted fault must show. */
  private static final int MOST_FOR_A_FAULT = 10_000;

  /** Beyond this Fray stops, and counts as a failure what it has not done. */
  private static final int MOST_SECONDS = 120;

  /** Where Fray leaves a log and a recording of what it has found; beside it stands "schedules". */
  private static final Path REPORTS = Path.of(System.getProperty("fray.workDir"));

  private final Story story;
  private int lived;

  private Schedules(Story story) {
    this.story = story;
  }

  /** Fails in the first schedule in which the story does. */
  public static void pass(String name, Story story) {
    Schedules schedules = new Schedules(story);
    long start = System.nanoTime();
    Throwable found = schedules.explore(name, ENOUGH);
    if (found != null) {
      throw new AssertionError(name + ": failed in schedule " + schedules.lived, found);
    }
    Assertions.assertEquals(ENOUGH, schedules.lived, "not all schedules were lived");
    report(name, "passed " + schedules.lived + " schedules", start);
  }

  /** Fails if there is no schedule in which the story does. Returns what was thrown in it. */
  public static Throwable find(String name, Story story) {
    Schedules schedules = new Schedules(story);
    long start = System.nanoTime();
    Throwable found = schedules.explore(name, MOST_FOR_A_FAULT);
    if (found == null) {
      throw new AssertionError(name + ": nothing was found in " + schedules.lived + " schedules");
    }
    report(name, "found in schedule " + schedules.lived + ": " + found, start);
    return found;
  }

  private static void report(String name, String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    String line = "%s: %s, %.1f s%n".formatted(name, what, seconds);
    try {
      Files.writeString(
          REPORTS.resolveSibling("schedules"),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Throwable explore(String name, int schedules) {
    Path reports = REPORTS.resolve(name.replaceAll("[^a-z]+", "-"));
    return new TestRunner(
            new Configuration(
                new ExecutionInfo(
                    new LambdaExecutor(this::live),
                    /* ignoreUnhandledExceptions= */ false,
                    /* interleaveMemoryOps= */ false,
                    /* maxScheduledStep= */ -1),
                reports,
                schedules,
                MOST_SECONDS,
                new POSScheduler(),
                new ControlledRandomProvider(),
                /* fullSchedule= */ false,
                /* exploreMode= */ false,
                /* noExitWhenBugFound= */ true,
                /* isReplay= */ false,
                /* noFray= */ false,
                /* dummyRun= */ false,
                NetworkDelegateType.NONE,
                SystemTimeDelegateType.NONE,
                /* virtualTimeDelta= */ 100_000,
                /* ignoreTimedBlock= */ true,
                /* sleepAsYield= */ false,
                /* resetClassLoader= */ false,
                /* redirectStdout= */ false,
                /* abortThreadExecutionAfterMainExit= */ false,
                /* resolveRacingOperationStackTraceHash= */ false,
                TimelineCoverageType.NONE))
        .run();
  }

  private Unit live() {
    lived++;
    try {
      story.live();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return Unit.INSTANCE;
  }
}
