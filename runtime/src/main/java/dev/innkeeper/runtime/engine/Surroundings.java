package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.timer.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host works in and is seen by.
 *
 * @param time what it goes by
 * @param interception what is put around its calls
 * @param listeners whom it tells what happens
 * @param contextClassLoader what its threads have
 */
public record Surroundings(
    TimeSource time,
    Interception interception,
    List<HostListener> listeners,
    @Nullable ClassLoader contextClassLoader) {}
