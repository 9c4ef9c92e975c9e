package dev.innkeeper.timer.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said instead of a name that is unknown. */
class KnownNamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "none",
      value = {
        "migrat; a, migrate; migrate",
        "imgrate; a, migrate; migrate",
        "inbx; inbox, outbox; inbox",
        "inbox; db, outbox; none",
        "bd; db, http; db",
        "x; a, b; none",
        "imgrates; emigrants, migrations; none",
        "xy; ab, cd; none",
        "inbox3; inbox1, inbox2, inbox4; inbox1, inbox2",
        "inbox2; inbox44, inbox22, in; inbox22",
        "shutdown-timeout; shutdownTimeout, startupTimeout; shutdownTimeout",
        "SHUTDOWN_TIMEOUT; startupTimeout, shutdownTimeout; shutdownTimeout",
        "shutdownTimout; shutdownTimeout, startupTimeout; shutdownTimeout",
        "timeSource; drainDelay, mdcKey; none",
        "''; a, b; none"
      })
  void theClosestAreThoseAFewTypingErrorsAway(String unknown, String known, String meant) {
    List<String> expected = meant == null ? List.of() : List.of(meant.split(", "));
    assertEquals(expected, KnownNames.closest(unknown, List.of(known.split(", "))));
  }

  @Test
  void theAnswerNamesTheClosestAndWhatThereIs() {
    assertEquals(
        "did you mean 'migrate'? There are [a, migrate]",
        KnownNames.insteadOf("migrat", List.of("a", "migrate")));
    assertEquals(
        "did you mean 'q1' or 'q2'? There are [q1, q2]",
        KnownNames.insteadOf("q3", List.of("q1", "q2")));
    assertEquals("there are [http, db]", KnownNames.insteadOf("inbox", List.of("http", "db")));
    assertEquals("there are []", KnownNames.insteadOf("inbox", List.of()));
  }

  @Test
  void aLongListIsCutAndSaysHowManyMoreThereAre() {
    List<String> names = IntStream.rangeClosed(1, 30).mapToObj(i -> "s" + i).toList();
    assertEquals(names.subList(0, 20).toString(), KnownNames.list(names.subList(0, 20)));
    assertEquals(
        "[s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19,"
            + " s20, and 10 more]",
        KnownNames.list(names));
  }
}
