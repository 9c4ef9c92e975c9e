/** Durations and delays. */
@NullMarked
package dev.innkeeper.runtime.time;

import org.jspecify.annotations.NullMarked;
