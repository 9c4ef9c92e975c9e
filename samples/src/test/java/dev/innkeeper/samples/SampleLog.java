package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a sample prints that was run by its name, in a process of its own.
 *
 * @param text all of it, as it is
 * @param lines what was logged; durations are left out: {@code shop stopped in T: 2 stopped}
 */
public record SampleLog(String text, List<Line> lines) {

  /** The first line of what was logged: the thread, 26 characters of its name, and the message. */
  public record Line(String thread, String message) {}

  private static final Pattern LOGGED = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*");
  private static final int THREAD = "12:34:56.789 LEVEL ".length();
  private static final int MESSAGE = THREAD + 27;
  private static final Pattern DURATION = Pattern.compile("\\b[\\d.,]+ (ms|s)\\b");

  /** Of a sample that ends by itself, and well. */
  public static SampleLog of(Path folder, String... command) throws Exception {
    try (Program sample = Program.start(Samples.class, folder, command)) {
      assertEquals(0, sample.awaitEnd(), sample::toString);
      return of(sample);
    }
  }

  /** Of what a program has printed by now. */
  public static SampleLog of(Program program) throws Exception {
    List<String> printed = program.lines();
    return new SampleLog(
        String.join("\n", printed),
        printed.stream()
            .filter(line -> LOGGED.matcher(line).matches())
            .map(SampleLog::line)
            .toList());
  }

  private static Line line(String line) {
    return new Line(
        line.substring(THREAD, MESSAGE).strip(),
        DURATION.matcher(line.substring(MESSAGE)).replaceAll("T"));
  }

  /** All messages in their order. */
  public List<String> messages() {
    return lines.stream().map(Line::message).toList();
  }

  /** What this thread has said. */
  public List<String> saidBy(String thread) {
    return lines.stream().filter(line -> line.thread.equals(thread)).map(Line::message).toList();
  }

  /** What the group of {@code pattern} is, each time that it is found; a number in the text. */
  public List<Integer> numbers(String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> Integer.valueOf(found.group(1).replace(",", "")))
        .toList();
  }

  /** That there are these messages in this order, whatever stands between them. */
  public void assertOrder(String... messages) {
    int from = 0;
    for (String message : messages) {
      int found = messages().subList(from, lines.size()).indexOf(message);
      assertTrue(found >= 0, () -> "'" + message + "' is not in its place in\n" + text);
      from += found + 1;
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
