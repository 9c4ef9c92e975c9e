package dev.innkeeper.ops;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd has put into the environment of a process. What is not valid is logged and counts as
 * not set.
 *
 * @param socket where messages go, a path or {@code @name}; null: nowhere
 * @param watchdog after which silence systemd ends the process; null: never
 */
record SystemdEnvironment(@Nullable String socket, @Nullable Duration watchdog) {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  /** What the address of such a socket has room for, less the zero at the end of a path. */
  private static final int LONGEST_SOCKET = 107;

  /** {@code pid} is that of this process. */
  static SystemdEnvironment read(Map<String, String> variables, long pid) {
    String socket = socket(variables.getOrDefault("NOTIFY_SOCKET", ""));
    return new SystemdEnvironment(socket, socket == null ? null : watchdog(variables, pid));
  }

  /** Empty is how a shell or a container sets what is not there. */
  private static @Nullable String socket(String value) {
    if (value.isEmpty()) {
      return null;
    }
    boolean isAddress = value.length() > 1 && (value.startsWith("/") || value.startsWith("@"));
    if (!isAddress) {
      LOG.warn(
          "systemd is told nothing: NOTIFY_SOCKET is '{}', expected an absolute path, or an"
              + " abstract socket such as @name",
          value);
      return null;
    }
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_SOCKET) {
      LOG.warn(
          "systemd is told nothing: NOTIFY_SOCKET has {} bytes, and the address of a socket has at"
              + " most {}: '{}'",
          length,
          LONGEST_SOCKET,
          value);
      return null;
    }
    return value;
  }

  private static @Nullable Duration watchdog(Map<String, String> variables, long pid) {
    String value = variables.getOrDefault("WATCHDOG_USEC", "");
    if (value.isEmpty()) {
      return null;
    }
    long micros = positive(value);
    if (micros == 0) {
      LOG.warn(
          "the watchdog of systemd gets no WATCHDOG=1: WATCHDOG_USEC is '{}', expected a positive"
              + " number of microseconds",
          value);
      return null;
    }
    return isOfThisProcess(variables.getOrDefault("WATCHDOG_PID", ""), pid)
        ? Duration.of(micros, ChronoUnit.MICROS)
        : null;
  }

  /** It need not be set. */
  private static boolean isOfThisProcess(String value, long pid) {
    boolean isOurs = value.isEmpty() || positive(value) == pid;
    if (!isOurs) {
      LOG.warn(
          "the watchdog of systemd gets no WATCHDOG=1: WATCHDOG_PID is '{}', and this is process"
              + " {}. If a script starts Java, it should do so by 'exec java'",
          value,
          pid);
    }
    return isOurs;
  }

  /** Zero: it is none. */
  private static long positive(String number) {
    try {
      return Math.max(0, Long.parseLong(number));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
