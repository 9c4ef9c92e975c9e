package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a service turned out to be when it was made, or has said of itself in its start.
 *
 * @param works it has work that goes on
 * @param observes it takes part in the steps around start and stop
 * @param drains asked to stop, it finishes what it has accepted
 */
public record Traits(boolean works, boolean observes, boolean drains) {

  private static final List<Traits> ALL =
      IntStream.range(0, 8)
          .mapToObj(bits -> new Traits((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0))
          .toList();

  /** Those of a service, which has none before it was made. */
  public static Traits of(@Nullable HostedService service, boolean drains) {
    int works = service instanceof BackgroundService ? 1 : 0;
    int observes = service instanceof HostedLifecycleService ? 2 : 0;
    return ALL.get(works + observes + (drains ? 4 : 0));
  }
}
