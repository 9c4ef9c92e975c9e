package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Variables of the environment. What a variable stands for cannot be told from its name, so the
 * keys that there are, with the names of the services, are compared with it: the rule of
 * MicroProfile Config.
 */
public final class EnvironmentSource implements Source {

  private static final int NEAREST = 3;

  private final String name;
  private final String prefix;

  /** By their whole names, in order. */
  private final Map<String, String> variables;

  private EnvironmentSource(String name, String prefix, Map<String, String> variables) {
    this.name = name;
    this.prefix = prefix;
    this.variables = variables;
  }

  /**
   * Takes what begins with the prefix.
   *
   * @throws IllegalArgumentException if the prefix is empty
   */
  public static EnvironmentSource of(String name, Map<String, String> environment, String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException(
          "the prefix is empty, so each variable of the environment would have to be a key: choose"
              + " one, such as INNKEEPER_");
    }
    Map<String, String> variables = new TreeMap<>();
    environment.forEach((variable, value) -> {
      if (Objects.requireNonNull(variable, "a variable").startsWith(prefix)) {
        variables.put(variable, Objects.requireNonNull(value, variable));
      }
    });
    return new EnvironmentSource(name, prefix, variables);
  }

  @Override
  public Source named(String other) {
    return new EnvironmentSource(other, prefix, variables);
  }

  @Override
  public List<String> written() {
    return List.copyOf(variables.keySet());
  }

  @Override
  public List<String> described() {
    return variables.entrySet().stream()
        .map(entry -> Description.line(entry.getKey(), entry.getValue(), Shown.text(name)))
        .toList();
  }

  @Override
  public List<Setting<?>> settings(ServiceNames services) {
    Map<String, String> byKey = new HashMap<>();
    List<Setting<?>> settings = new ArrayList<>();
    variables.forEach((variable, text) -> {
      Setting<?> setting = key(variable, services).setting(new Given(variable, text, name));
      String other = byKey.put(setting.canonical(), variable);
      if (other != null) {
        throw MapSource.twice(other, variable, setting);
      }
      settings.add(setting);
    });
    return settings;
  }

  private KeyText key(String variable, ServiceNames services) {
    String rest = variable.substring(prefix.length()).toUpperCase(Locale.ROOT);
    List<KeyText> keys =
        Arrays.stream(Group.values()).flatMap(group -> keys(group, rest, services)).toList();
    return switch (keys.size()) {
      case 0 -> throw unknown(variable, services);
      case 1 -> keys.getFirst();
      default -> throw ambiguous(variable, keys);
    };
  }

  /** All that the variable stands for. */
  private static Stream<KeyText> keys(Group group, String variable, ServiceNames services) {
    String start = start(group);
    if (!variable.startsWith(start)) {
      return Stream.empty();
    }
    String rest = variable.substring(start.length());
    return Keys.of(group).stream()
        .flatMap(key ->
            Spelling.variables(key.option()).stream()
                .flatMap(option -> names(group, rest, option, services))
                .map(service -> new KeyText(key, service)));
  }

  private static Stream<String> names(
      Group group, String nameAndOption, String option, ServiceNames services) {
    if (group == Group.HOST) {
      return nameAndOption.equals(option) ? Stream.of("") : Stream.empty();
    }
    int end = nameAndOption.length() - option.length() - 1;
    if (end < 1 || !nameAndOption.endsWith("_" + option)) {
      return Stream.empty();
    }
    String name = nameAndOption.substring(0, end);
    return services.in(group).stream().filter(each -> Spelling.variable(each).equals(name));
  }

  private static String start(Group group) {
    return group == Group.HOST ? "" : Spelling.variable(group.prefix()) + "_";
  }

  // ---- what cannot be told

  private static IllegalArgumentException ambiguous(String variable, List<KeyText> keys) {
    return new IllegalArgumentException(
        Shown.text(variable)
            + " can be "
            + keys.stream()
                .map(key -> Shown.text(key.key().of(key.name())))
                .collect(Collectors.joining(" or "))
            + ": set the one that is meant in another source, or rename a service");
  }

  private IllegalArgumentException unknown(String variable, ServiceNames services) {
    List<String> nearest =
        Nearest.to(
            variable,
            Arrays.stream(Group.values())
                .flatMap(group -> variables(group, services))
                .map(prefix::concat),
            NEAREST);
    return new IllegalArgumentException(
        Shown.text(variable)
            + " matches no key; the closest are "
            + nearest.stream().map(Shown::text).collect(Collectors.joining(", ")));
  }

  private static Stream<String> variables(Group group, ServiceNames services) {
    List<String> options = Keys.options(group).stream().map(Spelling::readableVariable).toList();
    return group == Group.HOST
        ? options.stream()
        : services.in(group).stream()
            .map(name -> start(group) + Spelling.variable(name) + "_")
            .flatMap(start -> options.stream().map(start::concat));
  }
}
