/**
 * How late ticks come and what they cost, Innkeeper's timers beside their peers: each measurement
 * in a JVM of its own. How to run them is in {@code jmh/README.md}.
 */
@NullMarked
package dev.innkeeper.jmh.accuracy;

import org.jspecify.annotations.NullMarked;
