package dev.innkeeper.runtime.settings;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.time.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How the values of a key are written.
 *
 * @param values those that there are, if they can be listed; or else empty
 * @param parser throws an {@link IllegalArgumentException} whose message completes "the value is
 *     'text': "
 * @param writer as a configuration would have it
 */
public record Type<T>(
    Class<?> javaType,
    List<String> values,
    Function<String, T> parser,
    Function<T, String> writer) {

  static final Type<Duration> POSITIVE =
      new Type<>(Duration.class, List.of(), Type::positive, Durations::write);

  static final Type<Duration> ZERO_OR_MORE =
      new Type<>(Duration.class, List.of(), Type::zeroOrMore, Durations::write);

  static final Type<Boolean> FLAG =
      new Type<>(Boolean.class, List.of("true", "false"), Type::truth, String::valueOf);

  static final Type<Integer> NUMBER =
      new Type<>(Integer.class, List.of(), Type::number, String::valueOf);

  static final Type<Long> LONG = new Type<>(Long.class, List.of(), Type::longer, String::valueOf);

  static final Type<String> TEXT = new Type<>(String.class, List.of(), text -> text, text -> text);

  static final Type<ZoneId> ZONE = new Type<>(ZoneId.class, List.of(), Type::zone, ZoneId::getId);

  static final Type<Readiness> READINESS =
      choice(
          Readiness.class,
          Map.of("started", Readiness.STARTED, "running", Readiness.RUNNING, "up", Readiness.UP),
          "started",
          "running",
          "up");

  static final Type<FailurePolicy> POLICY =
      policy(
          Map.of(
              "stopHost",
              FailurePolicy.stopHost(),
              "ignore",
              FailurePolicy.ignore(),
              "restart",
              FailurePolicy.restart()),
          "stopHost",
          "ignore",
          "restart");

  static final Type<FailurePolicy> POLICY_WITHOUT_RESTART =
      policy(
          Map.of("stopHost", FailurePolicy.stopHost(), "ignore", FailurePolicy.ignore()),
          "stopHost",
          "ignore");

  /** Constants of an enum that is not known here: {@code QUEUE_ONE} is {@code queueOne}. */
  static Type<String> constants(String... names) {
    Map<String, String> choices = new LinkedHashMap<>();
    for (String name : names) {
      choices.put(Spelling.camelCase(name), name);
    }
    return choice(String.class, choices, choices.keySet().toArray(String[]::new));
  }

  private static Type<FailurePolicy> policy(Map<String, FailurePolicy> choices, String... order) {
    Type<FailurePolicy> type = choice(FailurePolicy.class, choices, order);
    return new Type<>(
        type.javaType,
        type.values,
        type.parser,
        policy -> policy instanceof RestartPolicy ? "restart" : type.writer.apply(policy));
  }

  private static <T> Type<T> choice(Class<?> javaType, Map<String, T> choices, String... order) {
    List<String> names = List.of(order);
    return new Type<>(
        javaType,
        names,
        text ->
            choices.get(
                names.stream()
                    .filter(name -> Spelling.plain(name).equals(Spelling.plain(text)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected " + list(names)))),
        value ->
            names.stream()
                .filter(name -> choices.get(name).equals(value))
                .findFirst()
                .orElse(value.toString()));
  }

  private static String list(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static Duration positive(String text) {
    Duration duration = Durations.parse(text);
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("it must be positive, such as 20s");
    }
    return duration;
  }

  private static Duration zeroOrMore(String text) {
    Duration duration = Durations.parse(text);
    if (duration.isNegative()) {
      throw new IllegalArgumentException("it must be zero or more, such as 0s or 20s");
    }
    return duration;
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number, such as 4", e);
    }
  }

  private static Long longer(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number, such as 4", e);
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected a time zone that there is, such as Europe/Berlin or UTC", e);
    }
  }
}
