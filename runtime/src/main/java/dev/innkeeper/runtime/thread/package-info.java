/** The ground: threads, the scopes of the JDK that hold them, and their interrupts. */
@NullMarked
package dev.innkeeper.runtime.thread;

import org.jspecify.annotations.NullMarked;
