/** Carries out what the machine decides: the threads of a host, its deadlines, its interrupts. */
@NullMarked
package dev.innkeeper.runtime.engine;

import org.jspecify.annotations.NullMarked;
