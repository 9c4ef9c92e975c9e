/**
 * Timers without drift, and the seam to time.
 *
 * <p>Durations are exact to the nanosecond and go by the monotonic clock, so a step of the wall
 * clock moves no tick. Unless a method says otherwise, a {@code null} argument is a {@link
 * NullPointerException}.
 */
@NullMarked
package dev.innkeeper.timer;

import org.jspecify.annotations.NullMarked;
