package dev.innkeeper.runtime;

import org.jspecify.annotations.Nullable;

/**
 * For whom a thread works.
 *
 * @param host its host
 * @param service the service's name, if it works for one
 * @param decoration what is put around the calls made on it
 * @param mdcKey the key of the service's name in its log lines, if they are to have one
 */
record Workplace(
    Host host, @Nullable String service, Decoration decoration, @Nullable String mdcKey) {

  Workplace at(String serviceName) {
    return new Workplace(host, serviceName, decoration, mdcKey);
  }
}
