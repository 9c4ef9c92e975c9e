/**
 * Time for tests: {@link dev.innkeeper.timer.testing.ManualTimeSource}, a clock that moves when it
 * is told to.
 */
@NullMarked
package dev.innkeeper.timer.testing;

import org.jspecify.annotations.NullMarked;
