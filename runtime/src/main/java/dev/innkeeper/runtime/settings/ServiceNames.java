package dev.innkeeper.runtime.settings;

import java.util.List;
import java.util.Map;

/** The names of what a host has, by what it is: each queue is a service, too. */
public record ServiceNames(Map<Group, List<String>> byGroup) {

  List<String> in(Group group) {
    return byGroup.getOrDefault(group, List.of());
  }
}
