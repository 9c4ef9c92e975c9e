package dev.innkeeper.jmh.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A command line of {@code --name value} pairs; a name whose default is "false" takes no value. */
public record Options(Map<String, String> values) {

  public static Options parse(String[] arguments, Map<String, String> defaults) {
    Map<String, String> values = new LinkedHashMap<>(defaults);
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      String byDefault = defaults.get(name);
      if (byDefault == null) {
        throw new IllegalArgumentException(
            "not an option: "
                + arguments[i]
                + "; options and their defaults: "
                + new TreeMap<>(defaults));
      }
      if (byDefault.equals("false")) {
        values.put(name, "true");
      } else if (++i < arguments.length && !arguments[i].startsWith("--")) {
        values.put(name, arguments[i]);
      } else {
        throw new IllegalArgumentException("--" + name + " needs a value");
      }
    }
    return new Options(values);
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no option --" + name);
    }
    return value;
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** Each once. */
  public List<String> texts(String name) {
    List<String> texts = Stream.of(text(name).split(",", -1)).map(String::strip).toList();
    if (texts.stream().distinct().count() < texts.size()) {
      throw new IllegalArgumentException("--" + name + " has something twice: " + text(name));
    }
    return texts;
  }

  /** Texts of which each must be one of those. */
  public List<String> oneOf(String name, List<String> those) {
    List<String> texts = texts(name);
    texts.stream()
        .filter(text -> !those.contains(text))
        .findFirst()
        .ifPresent(text -> {
          throw new IllegalArgumentException(
              "--" + name + " takes some of " + those + ", not " + text);
        });
    return texts;
  }

  public List<Long> numbers(String name) {
    return texts(name).stream().map(text -> positive(name, text)).toList();
  }

  public long number(String name) {
    return positive(name, text(name));
  }

  private static long positive(String name, String text) {
    try {
      long number = Long.parseLong(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("--" + name + " takes whole numbers from 1, not " + text);
  }
}
