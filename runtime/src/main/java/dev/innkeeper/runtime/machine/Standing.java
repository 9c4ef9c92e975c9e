package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service stands, to be shown.
 *
 * @param startTook in nanoseconds; negative: never
 * @param stopTook in nanoseconds; negative: never
 */
public record Standing(
    ServiceState state,
    int restarts,
    long startTook,
    long stopTook,
    @Nullable Throwable failure,
    List<StuckThread> stuckIn) {

  public static final Standing NEW = new Standing(ServiceState.NEW, 0, -1, -1, null, List.of());
}
