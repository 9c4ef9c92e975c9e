package dev.innkeeper.jmh.accuracy;

import java.util.List;

/**
 * One thing to measure.
 *
 * @param contender who
 * @param setting at what, such as {@code 10 ms}
 * @param arguments both, as the forked JVM reads them
 */
record Case(String contender, String setting, List<String> arguments) {}
