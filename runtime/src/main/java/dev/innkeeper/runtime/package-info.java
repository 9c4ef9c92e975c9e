/**
 * The host, its services, and the scopes that their threads live in.
 *
 * <p>Durations go by the monotonic clock of the host's {@link dev.innkeeper.timer.TimeSource}.
 * Unless a method says otherwise, a {@code null} argument is a {@link NullPointerException}.
 */
@NullMarked
package dev.innkeeper.runtime;

import org.jspecify.annotations.NullMarked;
