package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.report.ServiceStatus;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What needs what, directly or through others.
 *
 * @param direct by service
 */
record Dependencies(Map<String, List<String>> direct) {

  static Dependencies among(List<ServiceStatus> services) {
    return new Dependencies(
        services.stream().collect(Collectors.toMap(ServiceStatus::name, ServiceStatus::dependsOn)));
  }

  /** What must run for it to run, in an order to start them in. */
  Set<String> allNeededBy(String service) {
    Set<String> found = new LinkedHashSet<>();
    for (String needed : direct.getOrDefault(service, List.of())) {
      found.addAll(allNeededBy(needed));
      found.add(needed);
    }
    return found;
  }

  /** Those among {@code services} that need it. */
  List<String> whoNeeds(String service, Collection<String> services) {
    return services.stream().filter(other -> allNeededBy(other).contains(service)).toList();
  }
}
