/** Runnable samples; {@link dev.innkeeper.samples.Samples} has the list of them. */
@NullMarked
package dev.innkeeper.samples;

import org.jspecify.annotations.NullMarked;
