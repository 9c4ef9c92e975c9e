/**
 * How what happens in a host is told: to listeners and callbacks, to the log, to the flight
 * recorder.
 */
@NullMarked
package dev.innkeeper.runtime.events;

import org.jspecify.annotations.NullMarked;
