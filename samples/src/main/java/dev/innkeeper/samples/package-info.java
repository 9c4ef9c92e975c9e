/** Runnable samples: each {@code …Main} is one. */
@NullMarked
package dev.innkeeper.samples;

import org.jspecify.annotations.NullMarked;
