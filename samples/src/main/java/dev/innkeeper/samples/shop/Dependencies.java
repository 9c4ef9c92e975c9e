package dev.innkeeper.samples.shop;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What needs what, for the page: a host does not tell.
 *
 * @param direct by service; one that is not in it needs nothing
 */
record Dependencies(Map<String, List<String>> direct) {

  /** The same but for one service. */
  Dependencies with(String service, List<String> needs) {
    Map<String, List<String>> more = new HashMap<>(direct);
    more.put(service, needs);
    return new Dependencies(more);
  }

  List<String> of(String service) {
    return direct.getOrDefault(service, List.of());
  }

  /** What must run for it to run, directly or through others, in an order to start them in. */
  Set<String> allNeededBy(String service) {
    Set<String> found = new LinkedHashSet<>();
    for (String needed : of(service)) {
      found.addAll(allNeededBy(needed));
      found.add(needed);
    }
    return found;
  }

  /** Those among {@code services} that need it, directly or through others. */
  List<String> whoNeeds(String service, Collection<String> services) {
    return services.stream().filter(other -> allNeededBy(other).contains(service)).toList();
  }
}
