package dev.innkeeper.runtime.settings;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.time.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
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
          List.of(
              new Choice<>("started", Readiness.STARTED),
              new Choice<>("running", Readiness.RUNNING),
              new Choice<>("up", Readiness.UP)));

  private static final Choice<FailurePolicy> STOP_HOST =
      new Choice<>("stopHost", FailurePolicy.stopHost());

  private static final Choice<FailurePolicy> IGNORE =
      new Choice<>("ignore", FailurePolicy.ignore());

  static final Type<FailurePolicy> POLICY =
      policy(List.of(STOP_HOST, IGNORE, new Choice<>("restart", FailurePolicy.restart())));

  static final Type<FailurePolicy> POLICY_WITHOUT_RESTART = policy(List.of(STOP_HOST, IGNORE));

  /** Constants of an enum that is not known here: {@code QUEUE_ONE} is {@code queueOne}. */
  static Type<String> constants(String... names) {
    return choice(
        String.class,
        Arrays.stream(names).map(name -> new Choice<>(Spelling.camelCase(name), name)).toList());
  }

  /** Any restart is one. */
  private static Type<FailurePolicy> policy(List<Choice<FailurePolicy>> choices) {
    Type<FailurePolicy> type = choice(FailurePolicy.class, choices);
    return new Type<>(
        type.javaType,
        type.values,
        type.parser,
        policy -> policy instanceof RestartPolicy ? "restart" : type.writer.apply(policy));
  }

  private record Choice<T>(String name, T value) {}

  private static <T> Type<T> choice(Class<?> javaType, List<Choice<T>> choices) {
    List<String> names = choices.stream().map(Choice::name).toList();
    return new Type<>(
        javaType,
        names,
        text ->
            choices.stream()
                .filter(each -> Spelling.plain(each.name).equals(Spelling.plain(text)))
                .map(Choice::value)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected " + list(names))),
        value ->
            choices.stream()
                .filter(each -> each.value.equals(value))
                .map(Choice::name)
                .findFirst()
                .orElse(String.valueOf(value)));
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
      throw new IllegalArgumentException("expected a whole number up to 2147483647, such as 4", e);
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
      throw new IllegalArgumentException("expected a time zone, such as Europe/Berlin or UTC", e);
    }
  }
}
