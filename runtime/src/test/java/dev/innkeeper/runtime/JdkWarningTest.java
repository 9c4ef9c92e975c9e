package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.events.JdkWarning;
import dev.innkeeper.runtime.events.Notices;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which JDKs a host warns of. */
class JdkWarningTest {

  @ParameterizedTest
  @CsvSource({
    "21.0.9+10-LTS, false",
    "24.0.2+12, false",
    "25-ea+36, true",
    "25+36, true",
    "25.0.1+8-LTS, true",
    "25.0.2+10-Debian-1, true",
    "25.0.2.0.1+1, true",
    "25.0.3+9-LTS, false",
    "25.0.10, false",
    "25.1.0.1, false",
    "26+35, true",
    "26.0.1+8, false",
    "26.0.2, false",
    "27-ea+5, false",
    "28-ea+1, false",
  })
  void isGivenOfThoseThatHaveTheBug(String version, boolean given) {
    assertEquals(given, JdkWarning.losesWakeUps(Runtime.Version.parse(version)));
  }

  @Test
  void namesTheBugTheVersionsWithoutItAndTheSwitch() {
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      new Notices("inn").jdkLosesWakeUps(Runtime.Version.parse("25.0.2+10"));
      assertEquals(
          List.of(
              "WARN inn: JDK 25.0.2+10 may leave virtual threads parked for ever (JDK-8369227):"
                  + " services would hang. Fixed in 25.0.3, 26.0.1 and 27."
                  + " -Dinnkeeper.warnAboutJdk=false hides this warning."),
          log.lines());
    }
  }
}
