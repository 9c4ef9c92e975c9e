package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the page words what comes from the host and from failures. */
final class PageText {

  private static final int LONGEST_MESSAGE = 300;
  private static final int LONGEST_STACK = 8_000;
  private static final int MOST_FRAMES = 50;

  private PageText() {}

  /** Its class and message, of a length that can be shown. */
  static String message(Throwable failure) {
    return shortened(textOf(failure), LONGEST_MESSAGE);
  }

  /** The message and, apart from it, the stack. */
  static PageJson failure(Throwable failure) {
    StringWriter stack = new StringWriter();
    try {
      failure.printStackTrace(new PrintWriter(stack));
    } catch (RuntimeException e) {
      stack.append("…");
    }
    return failure(message(failure), stack.toString());
  }

  static PageJson failure(String message, String stack) {
    return new PageJson()
        .with("message", shortened(message, LONGEST_MESSAGE))
        .with("stack", shortened(stack, LONGEST_STACK));
  }

  /** An exception of a user may throw in its own getMessage. */
  private static String textOf(Throwable failure) {
    try {
      return failure.toString();
    } catch (RuntimeException e) {
      return failure.getClass().getName();
    }
  }

  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /** What each thread does, and where. */
  static String show(List<StuckThread> threads) {
    return threads.stream().map(PageText::show).collect(Collectors.joining("\n"));
  }

  private static String show(StuckThread thread) {
    return thread.thread()
        + " "
        + thread.how()
        + thread.stack().stream()
            .limit(MOST_FRAMES)
            .map(frame -> "\n    at " + frame)
            .collect(Collectors.joining());
  }

  static String show(Duration duration) {
    return duration.toSeconds() == 0
        ? duration.toMillis() + " ms"
        : "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
  }

  /** In milliseconds, with a fraction. */
  static double millis(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1e3;
  }

  static @Nullable Double millisOrNull(Optional<Duration> duration) {
    return duration.map(PageText::millis).orElse(null);
  }
}
