package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.ServiceStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What needs what, directly or through others. Immutable: services do not change what they depend
 * on.
 */
final class ServiceGraph {

  /** By service, in the order of registration. The host has refused cycles. */
  private final Map<String, List<String>> needs = new LinkedHashMap<>();

  private final Map<String, Set<String>> allNeeds = new HashMap<>();
  private final GraphLayers layers;

  ServiceGraph(List<ServiceStatus> services) {
    services.forEach(service -> needs.put(service.name(), List.copyOf(service.dependsOn())));
    needs.keySet().forEach(this::collect);
    layers = GraphLayers.of(needs);
  }

  private Set<String> collect(String service) {
    Set<String> known = allNeeds.get(service);
    if (known != null) {
      return known;
    }
    Set<String> found = new LinkedHashSet<>();
    for (String needed : needs.getOrDefault(service, List.of())) {
      found.addAll(collect(needed));
      found.add(needed);
    }
    allNeeds.put(service, found);
    return found;
  }

  /** What must run for it to run, in an order to start them in. */
  Set<String> allNeededBy(String service) {
    return allNeeds.getOrDefault(service, Set.of());
  }

  /** Those among {@code services} that need it. */
  List<String> whoNeeds(String service, Collection<String> services) {
    return services.stream().filter(other -> allNeededBy(other).contains(service)).toList();
  }

  /** As it is drawn. */
  PageJson toJson() {
    return new PageJson().with("layers", layers.layers()).with("lines", layers.lines());
  }
}
