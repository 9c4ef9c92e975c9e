package dev.innkeeper.spring;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.SettingKey;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The spellings of a key: Spring takes {@code on-failure}, {@code onFailure}, {@code on_failure}
 * and {@code ONFAILURE} for the same, and a host's settings have {@code onFailure}.
 */
final class Keys {

  static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("innkeeper");

  /** Of the starter, not of the host. */
  static final Set<String> OWN = Set.of("enabled", "name", "phase", "exitWhenStopped");

  /** Stands in a key for the name of a service. */
  private static final String NAME = ".NAME.";

  private static final List<String> OF_HOST =
      Stream.concat(OWN.stream(), names().filter(key -> !key.contains(NAME))).toList();

  /** By group, such as {@code services}. */
  private static final Map<String, List<String>> OPTIONS =
      names()
          .filter(key -> key.contains(NAME))
          .map(key -> key.split(Pattern.quote(NAME), 2))
          .collect(groupingBy(key -> key[0], mapping(key -> key[1], toList())));

  private Keys() {}

  private static Stream<String> names() {
    return HostSettings.keys().stream().map(SettingKey::name);
  }

  /**
   * A key of something that has the name of a service.
   *
   * @param group such as {@code services}
   * @param option such as {@code onFailure}, or {@code restart.first}
   */
  record OfService(String group, String name, String option) {

    @Override
    public String toString() {
      return group + "." + name + "." + option;
    }
  }

  /** Below the prefix, as a host's settings have it; one that is unknown keeps its spelling. */
  static String ofSettings(ConfigurationPropertyName name) {
    List<String> elements =
        IntStream.range(PREFIX.getNumberOfElements(), name.getNumberOfElements())
            .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
            .toList();
    if (elements.size() == 1) {
      return known(OF_HOST, elements.getFirst());
    }
    OfService known = ofService(elements);
    return known == null
        ? String.join(".", elements.subList(0, elements.size() - 1))
            + "."
            + camel(elements.getLast())
        : known.toString();
  }

  /** Null: the host has no such key. */
  static @Nullable OfService ofService(String key) {
    return ofService(List.of(key.split("\\.", -1)));
  }

  private static @Nullable OfService ofService(List<String> elements) {
    String group = bare(elements.getFirst());
    return OPTIONS.getOrDefault(group, List.of()).stream()
        .map(option -> ofService(group, option, elements))
        .filter(Objects::nonNull)
        .max(Comparator.comparingInt(known -> known.option().length()))
        .orElse(null);
  }

  private static @Nullable OfService ofService(String group, String option, List<String> elements) {
    int begin = elements.size() - option.split("\\.", -1).length;
    return begin > 1
            && bare(String.join(".", elements.subList(begin, elements.size()))).equals(bare(option))
        ? new OfService(group, String.join(".", elements.subList(1, begin)), option)
        : null;
  }

  private static String known(List<String> all, String spelling) {
    return all.stream()
        .filter(key -> bare(key).equals(bare(spelling)))
        .findFirst()
        .orElseGet(() -> camel(spelling));
  }

  /** {@code STOP_HOST} and {@code stop-host} are {@code stopHost}; {@code stopHost} is itself. */
  private static String camel(String spelling) {
    String lower =
        spelling.equals(spelling.toUpperCase(Locale.ROOT))
            ? spelling.toLowerCase(Locale.ROOT)
            : spelling;
    StringBuilder camel = new StringBuilder();
    for (String word : lower.split("[-_]", -1)) {
      camel.append(
          camel.isEmpty() || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  /** As Spring writes it. */
  static String kebab(String name) {
    return DataObjectPropertyName.toDashedForm(name);
  }

  /** Whether one comes from the other by a letter more, less, or different, or by two swapped. */
  static boolean isAlike(String one, String other) {
    String a = bare(one);
    String b = bare(other);
    int begin = 0;
    int most = Math.min(a.length(), b.length());
    while (begin < most && a.charAt(begin) == b.charAt(begin)) {
      begin++;
    }
    int end = 0;
    while (end < most - begin && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
      end++;
    }
    String leftOfA = a.substring(begin, a.length() - end);
    String leftOfB = b.substring(begin, b.length() - end);
    boolean swapped = new StringBuilder(leftOfA).reverse().toString().equals(leftOfB);
    return Math.max(leftOfA.length(), leftOfB.length()) < (swapped ? 3 : 2);
  }

  /** The same for all spellings of a key, or of a name. */
  static String bare(String spelling) {
    return spelling.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
