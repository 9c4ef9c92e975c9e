package dev.innkeeper.runtime.settings;

import java.util.Locale;
import java.util.Set;

/** The spellings of one word: {@code stopTimeout}, {@code stop-timeout}, {@code STOP_TIMEOUT}. */
final class Spelling {

  private Spelling() {}

  /** Without what differs between them. */
  static String plain(String word) {
    return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** {@code QUEUE_ONE} is {@code queueOne}. */
  static String camelCase(String constant) {
    StringBuilder camel = new StringBuilder();
    for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  /**
   * As the name of an environment variable, by the rule of MicroProfile Config: what is neither a
   * letter nor a digit becomes {@code _}, and letters upper case.
   */
  static String variable(String text) {
    return text.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** Of an option: {@code STOPTIMEOUT}, which is that rule, and {@code STOP_TIMEOUT}. */
  static Set<String> variables(String option) {
    String words = option.replaceAll("([a-z])([A-Z])", "$1_$2");
    return option.equals(words)
        ? Set.of(variable(option))
        : Set.of(variable(option), variable(words));
  }

  /** Of an option: the one that is easier to read. */
  static String readableVariable(String option) {
    return variable(option.replaceAll("([a-z])([A-Z])", "$1_$2"));
  }
}
