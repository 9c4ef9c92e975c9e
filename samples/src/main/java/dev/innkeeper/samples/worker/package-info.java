/** A typical worker service, with everything one writes around it. */
@NullMarked
package dev.innkeeper.samples.worker;

import org.jspecify.annotations.NullMarked;
