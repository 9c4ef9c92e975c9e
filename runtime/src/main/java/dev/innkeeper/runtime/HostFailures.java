package dev.innkeeper.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown in a host, and what its callers are thrown for it.
 *
 * @param host the host's name
 * @param causes what made the start fail or the host stop, and what came before the stop request
 * @param later what starts that were given up threw after it
 */
record HostFailures(String host, List<Failure> causes, List<Throwable> later) {

  /** Who, and what. */
  record Failure(String service, Throwable thrown) {}

  static HostFailures none(String host) {
    return new HostFailures(host, new ArrayList<>(), new ArrayList<>());
  }

  /** To be used outside the lock that guards this: to build a message is to call user code. */
  HostFailures copy() {
    return new HostFailures(host, List.copyOf(causes), List.copyOf(later));
  }

  /** Of a start that failed, or was given up for {@code reason}. */
  HostStartException ofStart(String reason) {
    if (causes.isEmpty()) {
      return withOthers(
          new HostStartException("host '" + host + "' did not start: " + reason, null));
    }
    Failure first = causes.get(0);
    return withOthers(
        new HostStartException(
            "host '"
                + host
                + "' did not start, because of '"
                + first.service
                + "': "
                + first.thrown,
            first.thrown));
  }

  /** Null if no service failed before the stop was requested. */
  @Nullable ServiceFailedException ofRun() {
    if (causes.isEmpty()) {
      return null;
    }
    Failure first = causes.get(0);
    return withOthers(new ServiceFailedException(host, first.service, first.thrown));
  }

  private <T extends Throwable> T withOthers(T thrown) {
    causes.stream().skip(1).forEach(failure -> thrown.addSuppressed(failure.thrown));
    later.forEach(thrown::addSuppressed);
    return thrown;
  }
}
