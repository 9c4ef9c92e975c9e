package dev.innkeeper.runtime.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * What was thrown in a host: immutable.
 *
 * @param causes what made the start fail or the host stop, and what came before the stop request
 * @param later what starts that were given up threw after it
 */
public record HostFailures(List<Cause> causes, List<Throwable> later) {

  public static final HostFailures NONE = new HostFailures(List.of(), List.of());

  /** Who, and what. */
  public record Cause(String service, Throwable thrown) {}

  public HostFailures withCause(String service, Throwable thrown) {
    List<Cause> more = new ArrayList<>(causes);
    more.add(new Cause(service, thrown));
    return new HostFailures(List.copyOf(more), later);
  }

  HostFailures withLater(Throwable thrown) {
    List<Throwable> more = new ArrayList<>(later);
    more.add(thrown);
    return new HostFailures(causes, List.copyOf(more));
  }
}
