package dev.innkeeper.jmh.harness;

import java.time.Duration;
import java.util.List;

/**
 * One thing to measure.
 *
 * @param contender who
 * @param setting at what, such as {@code 10 ms, idle}: who is measured at the same is compared
 * @param busy whether all cores are kept busy meanwhile
 * @param arguments what the forked JVM is told of all this
 * @param about how long one round may take
 */
public record Case(
    String contender, String setting, boolean busy, List<String> arguments, Duration about) {}
