/**
 * Groups of virtual threads that end before the block that opened them does: {@link
 * dev.innkeeper.runtime.scope.TaskScope}.
 */
@NullMarked
package dev.innkeeper.runtime.scope;

import org.jspecify.annotations.NullMarked;
