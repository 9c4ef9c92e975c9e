/** A service that works by the calendar; its test runs through days of it. */
@NullMarked
package dev.innkeeper.samples.cleanup;

import org.jspecify.annotations.NullMarked;
