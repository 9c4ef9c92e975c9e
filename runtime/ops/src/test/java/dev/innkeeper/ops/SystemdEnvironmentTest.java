package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd sets, and what somebody else may have set. */
class SystemdEnvironmentTest {

  private static final long PID = 42;

  private final SystemdLog log = new SystemdLog();

  @AfterEach
  void detach() {
    log.close();
  }

  private static SystemdEnvironment read(Map<String, String> variables) {
    return SystemdEnvironment.read(variables, PID);
  }

  @Test
  void outsideOfSystemdThereIsNothing() {
    SystemdEnvironment off = new SystemdEnvironment(null, null);
    assertEquals(off, read(Map.of()));
    assertEquals(off, read(Map.of("NOTIFY_SOCKET", "")));
    assertEquals(off, read(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "42")));
    assertEquals(List.of(), log.lines());
  }

  @ParameterizedTest
  @CsvSource({
    "/run/systemd/notify, 30000000, 42, 30000",
    "@name, 30000000, , 30000",
    "@ü, 1000, 42, 1",
    "/run/x, , 42,"
  })
  void whatSystemdSetsIsRead(String socket, String usec, String pid, Long millis) {
    Map<String, String> variables = new TreeMap<>(Map.of("NOTIFY_SOCKET", socket));
    if (usec != null) {
      variables.put("WATCHDOG_USEC", usec);
    }
    if (pid != null) {
      variables.put("WATCHDOG_PID", pid);
    }
    assertEquals(
        new SystemdEnvironment(socket, millis == null ? null : Duration.ofMillis(millis)),
        read(variables));
    assertEquals(List.of(), log.lines());
  }

  @ParameterizedTest
  @CsvSource({"notify.sock", "@", "/", "vsock:2:1234", "' /run/x'"})
  void aSocketOfAnotherKindIsWarnedOf(String socket) {
    assertEquals(
        new SystemdEnvironment(null, null),
        read(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "nonsense")));
    assertEquals(
        List.of(
            "WARN systemd is told nothing: NOTIFY_SOCKET is '"
                + socket
                + "', expected an absolute path, or an abstract socket such as @name"),
        log.lines());
  }

  @Test
  void aSocketThatIsTooLongIsWarnedOf() {
    String longest = "/" + "ü".repeat(53);
    assertEquals(longest, read(Map.of("NOTIFY_SOCKET", longest)).socket());
    String longer = longest + "x";
    assertEquals(new SystemdEnvironment(null, null), read(Map.of("NOTIFY_SOCKET", longer)));
    assertEquals(
        List.of(
            "WARN systemd is told nothing: NOTIFY_SOCKET has 108 bytes, and the address of a"
                + " socket has at most 107: '"
                + longer
                + "'"),
        log.lines());
  }

  @ParameterizedTest
  @CsvSource({"30s", "0", "-1", "1.5", "99999999999999999999"})
  void aWatchdogWithoutATimeIsWarnedOfAndOff(String usec) {
    assertEquals(
        new SystemdEnvironment("@x", null),
        read(Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", usec)));
    assertEquals(
        List.of(
            "WARN the watchdog of systemd gets no WATCHDOG=1: WATCHDOG_USEC is '"
                + usec
                + "', expected a positive number of microseconds"),
        log.lines());
  }

  @ParameterizedTest
  @CsvSource({"41", "me", "0"})
  void theWatchdogOfAnotherProcessIsWarnedOfAndOff(String pid) {
    assertEquals(
        new SystemdEnvironment("@x", null),
        read(Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "1000", "WATCHDOG_PID", pid)));
    assertEquals(
        List.of(
            "WARN the watchdog of systemd gets no WATCHDOG=1: WATCHDOG_PID is '"
                + pid
                + "', and this is process 42. If a script starts Java, it should do so by 'exec"
                + " java'"),
        log.lines());
  }
}
