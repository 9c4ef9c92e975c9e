package dev.innkeeper.spring;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The spellings of a key: Spring takes {@code on-failure}, {@code onFailure}, {@code on_failure}
 * and {@code ONFAILURE} for the same, and a host's settings have {@code onFailure}.
 */
final class Keys {

  static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("innkeeper");

  /** By the spelling without dashes, in lower case. */
  private static final Map<String, RecordComponent> OF_HOST = all(InnkeeperProperties.class);

  private static final Map<String, RecordComponent> OF_SERVICE =
      all(InnkeeperProperties.Service.class);

  private Keys() {}

  private static Map<String, RecordComponent> all(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .collect(Collectors.toMap(c -> bare(c.getName()), Function.identity()));
  }

  /** Below the prefix, as a host's settings have it; one that is unknown keeps its spelling. */
  static String ofSettings(ConfigurationPropertyName name) {
    int first = PREFIX.getNumberOfElements();
    int last = name.getNumberOfElements() - 1;
    if (first == last) {
      return known(OF_HOST, name.getElement(last, Form.ORIGINAL));
    }
    List<String> elements =
        IntStream.range(first, last).mapToObj(i -> name.getElement(i, Form.ORIGINAL)).toList();
    return String.join(".", elements)
        + "."
        + known(OF_SERVICE, name.getElement(last, Form.ORIGINAL));
  }

  private static String known(Map<String, RecordComponent> all, String spelling) {
    RecordComponent component = all.get(bare(spelling));
    return component == null ? camel(spelling) : component.getName();
  }

  /** Spring writes the constants of an enum in lower case with dashes. */
  static String value(String key, String value) {
    RecordComponent component = OF_SERVICE.get(bare(key.substring(key.lastIndexOf('.') + 1)));
    return component != null && component.getType().isEnum() ? camel(value.strip()) : value;
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
