package dev.innkeeper.fray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A copy with a planted fault is its original but for the fault. When this fails, the original has
 * changed, and the copy must follow.
 */
class CopiesTest {

  private static final String SIGNAL = "../../timer/src/main/java/dev/innkeeper/timer/Signal.java";
  private static final String WAKE_UPS =
      "../../timer/src/main/java/dev/innkeeper/timer/SharedWakeUps.java";
  private static final String ENGINE = "../src/main/java/dev/innkeeper/runtime/engine/";
  private static final String INBOX = ENGINE + "Inbox.java";

  @Test
  void theSignalThatLooksFirstDiffersInThat() throws IOException {
    assertDiffers(
        SIGNAL,
        "dev/innkeeper/timer/LookingFirstSignal.java",
        List.of(),
        List.of("if (raised) {", "time.park(this);", "return;", "}"));
  }

  @Test
  void theSignalThatForgetsDiffersInThat() throws IOException {
    assertDiffers(
        SIGNAL,
        "dev/innkeeper/timer/ForgetfulSignal.java",
        List.of("WAITING.compareAndSet(this, first, new Waiters(first));"),
        List.of("WAITING.compareAndSet(this, first, new Waiters(self));"));
  }

  @Test
  void theWakeUpsThatEndTooEarlyDifferInThat() throws IOException {
    assertDiffers(
        WAKE_UPS,
        "dev/innkeeper/timer/HastyWakeUps.java",
        List.of(
            "return come.get() == null || !thread.compareAndSet(null, Thread.currentThread());"),
        List.of("return true;"));
  }

  @Test
  void theInboxThatDoesNotLookAgainDiffersInThat() throws IOException {
    assertDiffers(
        INBOX,
        "dev/innkeeper/runtime/engine/NotLookingAgainInbox.java",
        List.of("seen = drains.addAndGet(-seen);"),
        List.of("drains.set(0);", "seen = 0;"));
  }

  @Test
  void theInboxThatLooksFirstDiffersInThat() throws IOException {
    assertDiffers(
        INBOX, "dev/innkeeper/runtime/engine/LookingFirstInbox.java", List.of(), List.of());
  }

  @Test
  void theInboxOfShortDrainsDiffersInThat() throws IOException {
    assertDiffers(
        INBOX,
        "dev/innkeeper/runtime/engine/ShortDrainInbox.java",
        List.of("private static final int MOST_IN_A_DRAIN = 1_000;"),
        List.of("private static final int MOST_IN_A_DRAIN = 2;"));
  }

  @Test
  void theWordThatIsToldOnceDiffersInThat() throws IOException {
    assertDiffers(
        ENGINE + "LastWord.java",
        "dev/innkeeper/runtime/engine/OnceToldWord.java",
        List.of("T told;", "do {", "told = said;", "} while (told != said);"),
        List.of("T told = said;"));
  }

  @Test
  void theCallsThatLookFirstDifferInThat() throws IOException {
    assertDiffers(
        ENGINE + "CallsInTime.java",
        "dev/innkeeper/runtime/engine/LookingFirstCalls.java",
        List.of("return !over;"),
        List.of("boolean late = over;", "return !late;"));
  }

  @Test
  void theQuestionThatForgetsItsEndDiffersInThat() throws IOException {
    assertDiffers(
        ENGINE + "Question.java",
        "dev/innkeeper/runtime/engine/HalfClosedQuestion.java",
        List.of("return asked.compareAndSet(call, null);"),
        List.of("return call.equals(asked.getAndSet(null));"));
  }

  private static void assertDiffers(
      String original, String copy, List<String> lost, List<String> gained) throws IOException {
    List<String> before = code(Path.of(original));
    List<String> after = code(Path.of("src/test/java", copy));
    assertNotEquals(before, after, copy + " has no fault"); // it may be in the order of two lines
    assertEquals(lost, without(before, after), copy + " has not");
    assertEquals(gained, without(after, before), copy + " has");
  }

  /** Its lines, without comments; the class is called X, but for its text. */
  private static List<String> code(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".java", "");
    return Files.readString(file)
        .replaceAll("(?s)/\\*\\*.*?\\*/", "")
        .replaceAll("//.*", "")
        .replace("public final class", "final class")
        .replaceAll("\\b" + name + "\\b(?!\\[)", "X")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static List<String> without(List<String> lines, List<String> others) {
    List<String> rest = new ArrayList<>(lines);
    others.forEach(rest::remove);
    return rest;
  }
}
