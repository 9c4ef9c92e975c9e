package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service as it was registered: immutable. */
record ServiceSpec(
    String name,
    HostedService service,
    List<String> dependsOn,
    @Nullable Duration startTimeout,
    @Nullable Duration stopTimeout,
    @Nullable Duration interruptAfter,
    FailurePolicy failurePolicy) {}
