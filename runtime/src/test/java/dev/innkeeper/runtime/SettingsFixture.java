package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** Configurations, and what comes of them. */
final class SettingsFixture {

  private SettingsFixture() {}

  /** Of {@code key=value}. */
  static Map<String, String> map(String... entries) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      values.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return values;
  }

  /** Of {@code key=value}. */
  static HostSettings settings(String... entries) {
    return HostSettings.from(map(entries));
  }

  static HostSettings environment(String... entries) {
    return HostSettings.fromEnvironment(map(entries), "INN_");
  }

  /** What is said of a configuration that is refused when the host is built. */
  static String refusal(HostBuilder builder) {
    return refusal(builder::build);
  }

  static String refusal(Executable action) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  /** The lines of a description that begin like this. */
  static List<String> described(Host host, String... beginnings) {
    return host.describeSettings()
        .lines()
        .filter(line -> Arrays.stream(beginnings).anyMatch(line::startsWith))
        .toList();
  }
}
