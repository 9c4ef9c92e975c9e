package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostBuilder.Registration;
import dev.innkeeper.runtime.events.Notices;
import dev.innkeeper.runtime.settings.Adjustable;
import dev.innkeeper.runtime.settings.Adjustable.Adjusted;
import dev.innkeeper.runtime.settings.Adjustables;
import dev.innkeeper.runtime.settings.Group;
import dev.innkeeper.runtime.settings.Layers;
import dev.innkeeper.runtime.settings.ServiceKeys;
import dev.innkeeper.runtime.settings.ServiceNames;
import dev.innkeeper.runtime.settings.Values;
import dev.innkeeper.timer.message.KnownNames;
import dev.innkeeper.timer.message.Shown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a host was built with: by the code, by its configuration, or by default. */
final class Configuration {

  private final HostBuilder host;
  private final List<Registration> services;
  private final Layers layers;

  /** By service. */
  private final Map<String, Adjusted> adjusted = new HashMap<>();

  /**
   * Has the builder choose what its configuration says, and logs what that overrules.
   *
   * @param host of this one host, and not used for others
   * @throws IllegalArgumentException if the configuration is for something that is not there, or a
   *     value is refused
   */
  Configuration(HostBuilder host, Notices notices) {
    this.host = host;
    this.services = List.copyOf(host.services());
    this.layers = host.settings().layers(this::names);
    HostChoices.OPTIONS.set(host, layers.of(Group.HOST, ""), (h, v) -> {}, notices::overruled);
    layers.forEachName(this::checkName);
    for (Registration service : services) {
      Values values = layers.of(Group.SERVICES, service.name());
      ServiceChoices.OPTIONS.set(
          service.options(), values, ServiceChoices::setTogether, notices::overruled);
      Adjustable jobs = Adjustables.of(service.instance());
      if (jobs != null) {
        adjusted.put(
            service.name(),
            jobs.adjusted(layers.of(jobs.group(), service.name()), notices::overruled));
      }
    }
    leaveOutDisabled();
  }

  private ServiceNames names() {
    Map<Group, List<String>> names = new EnumMap<>(Group.class);
    for (Group group : Group.values()) {
      names.put(group, names(group));
    }
    return new ServiceNames(names);
  }

  private List<String> names(Group group) {
    return services.stream()
        .filter(service -> group == Group.SERVICES || group == jobsOf(service))
        .map(Registration::name)
        .sorted()
        .toList();
  }

  private static @Nullable Group jobsOf(Registration service) {
    Adjustable jobs = Adjustables.of(service.instance());
    return jobs == null ? null : jobs.group();
  }

  private void checkName(Group group, String name) {
    Registration service = find(name);
    if (service == null) {
      throw new IllegalArgumentException(
          layers.firstKey(group, name)
              + ": no "
              + group.noun()
              + " is named '"
              + Shown.text(name)
              + "'; "
              + KnownNames.insteadOf(name, names(group)));
    }
    if (group != Group.SERVICES && group != jobsOf(service)) {
      throw new IllegalArgumentException(
          layers.firstKey(group, name) + ": " + whatIs(service) + ", and not a " + group.noun());
    }
  }

  private @Nullable Registration find(String name) {
    return services.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  private static String whatIs(Registration service) {
    Group jobs = jobsOf(service);
    String what =
        jobs != null
            ? "a " + jobs.noun()
            : service.instance() == null
                ? "made by a supplier"
                : "of " + service.instance().getClass();
    return "service '" + service.name() + "' is " + what;
  }

  private void leaveOutDisabled() {
    Set<String> disabled =
        services.stream()
            .filter(service -> !service.options().enabled)
            .map(Registration::name)
            .collect(Collectors.toSet());
    if (disabled.isEmpty()) {
      return;
    }
    host.services().removeIf(service -> !service.options().enabled);
    for (Registration service : host.services()) {
      for (String dependency : service.options().dependencies) {
        if (disabled.contains(dependency)) {
          throw new IllegalArgumentException(
              layers.of(Group.SERVICES, dependency).written(ServiceKeys.ENABLED)
                  + " is false, but service '"
                  + service.name()
                  + "' depends on '"
                  + dependency
                  + "': disable both, or neither");
        }
      }
    }
  }

  /** The host is there: from their next starts on, queues, jobs and schedulers go by it. */
  void commit() {
    for (Registration service : host.services()) { // without those that are disabled
      Adjusted jobs = adjusted.get(service.name());
      if (jobs != null) {
        jobs.commit();
      }
    }
  }

  /** All settings, one a line. */
  String describe() {
    List<String> lines = new ArrayList<>();
    HostChoices.OPTIONS.describe(host, layers.of(Group.HOST, ""), lines);
    services.forEach(service -> describe(service, lines));
    return String.join("\n", lines);
  }

  private void describe(Registration service, List<String> lines) {
    Values values = layers.of(Group.SERVICES, service.name());
    ServiceChoices.OPTIONS.describe(service.options(), values, lines);
    Adjusted jobs = adjusted.get(service.name());
    if (jobs != null) {
      jobs.describe(lines);
    }
  }
}
