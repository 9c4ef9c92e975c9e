package dev.innkeeper.samples.shop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Named values: from the arguments, else from the environment, else the default. What is not
 * allowed is an {@link IllegalArgumentException} whose message names where it stood, and the value.
 */
final class Settings {

  private static final String HOST = "host.";
  private static final String VARIABLE = "SHOP_";

  /**
   * A value.
   *
   * @param source what the user calls it: {@code --port} or {@code SHOP_PORT}
   */
  private record Value(String source, String text) {}

  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, String> host = new TreeMap<>();

  /**
   * Reads them.
   *
   * @param defaults all names, except those for the host; empty: there is none
   */
  Settings(List<String> arguments, Map<String, String> environment, Map<String, String> defaults) {
    defaults.forEach((name, value) -> values.put(name, new Value("--" + name, value)));
    defaults.keySet().forEach(name -> readVariable(name, environment));
    arguments.forEach(this::readArgument);
  }

  private void readVariable(String name, Map<String, String> environment) {
    String variable = VARIABLE + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    if (value != null) {
      values.put(name, new Value(variable, value));
    }
  }

  private void readArgument(String argument) {
    int equals = argument.indexOf('=');
    if (!argument.startsWith("--") || equals < 0) {
      throw new IllegalArgumentException("'" + argument + "' is not of the form --name=value");
    }
    String name = argument.substring(2, equals);
    String value = argument.substring(equals + 1);
    if (name.startsWith(HOST)) {
      host.put(name.substring(HOST.length()), value);
    } else if (values.replace(name, new Value("--" + name, value)) == null) {
      throw new IllegalArgumentException("there is no --" + name + "; there are " + names());
    }
  }

  private String names() {
    return "--" + String.join(", --", new TreeSet<>(values.keySet())) + " and --" + HOST + "…";
  }

  /** Those that begin with {@code host.}, without that. */
  Map<String, String> host() {
    return host;
  }

  @Nullable String textOrNull(String name) {
    String text = value(name).text();
    return text.isBlank() ? null : text;
  }

  /** Names, separated by commas, in small letters. */
  List<String> names(String name) {
    String text = textOrNull(name);
    return text == null
        ? List.of()
        : Stream.of(text.split(",", -1)).map(n -> n.strip().toLowerCase(Locale.ROOT)).toList();
  }

  InetAddress address(String name) {
    return read(name, "an address of this machine", Settings::addressOrNull);
  }

  private static @Nullable InetAddress addressOrNull(String text) {
    try {
      return text.isBlank() ? null : InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  int port(String name) {
    return read(name, "a number from 0 to 65535", Settings::portOrNull);
  }

  private static @Nullable Integer portOrNull(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 0 && port <= 65_535 ? port : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  boolean flag(String name) {
    return read(
        name,
        "true or false",
        text -> List.of("true", "false").contains(text) ? Boolean.valueOf(text) : null);
  }

  /**
   * Reads a value.
   *
   * @param reader returns null for what is not allowed
   */
  <T> T read(String name, String allowed, Function<String, @Nullable T> reader) {
    Value value = value(name);
    T read = reader.apply(value.text());
    if (read == null) {
      throw new IllegalArgumentException(
          value.source() + " must be " + allowed + ", not '" + value.text() + "'");
    }
    return read;
  }

  private Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no default for " + name);
    }
    return value;
  }
}
