/**
 * The host: how it is built and configured, started and stopped, and how one of its services is
 * controlled by hand.
 *
 * <p>Durations go by the monotonic clock of the host's {@link dev.innkeeper.timer.TimeSource};
 * those that the host keeps do not count time in which the process stood still. Unless a method
 * says otherwise, a {@code null} argument is a {@link NullPointerException}.
 */
@NullMarked
package dev.innkeeper.runtime;

import org.jspecify.annotations.NullMarked;
