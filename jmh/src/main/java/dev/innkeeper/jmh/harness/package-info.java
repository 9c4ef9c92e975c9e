/**
 * What all the long-running benchmarks share: each measurement is a JVM of its own ({@link
 * dev.innkeeper.jmh.harness.Forks}), which prints one {@link
 * dev.innkeeper.jmh.harness.Measurement}; those of all rounds are {@link
 * dev.innkeeper.jmh.harness.Results}.
 */
@NullMarked
package dev.innkeeper.jmh.harness;

import org.jspecify.annotations.NullMarked;
