/**
 * How late ticks come and what they cost, Innkeeper's timers beside their peers: long-running
 * programs, each measurement in a JVM of its own. How to run them is in {@code jmh/README.md}.
 *
 * <p>Measuring ({@link dev.innkeeper.jmh.accuracy.TickLog} and the rounds), results ({@link
 * dev.innkeeper.jmh.accuracy.Results}) and printing ({@link dev.innkeeper.jmh.accuracy.Table}) are
 * apart, so that another report needs only the results.
 */
@NullMarked
package dev.innkeeper.jmh.accuracy;

import org.jspecify.annotations.NullMarked;
