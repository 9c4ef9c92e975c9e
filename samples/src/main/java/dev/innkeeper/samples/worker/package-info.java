/** A worker service of the usual kind, with all that one writes around it. */
@NullMarked
package dev.innkeeper.samples.worker;

import org.jspecify.annotations.NullMarked;
