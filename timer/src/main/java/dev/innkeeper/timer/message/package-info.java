/** How the messages of exceptions and of the log name things. Not exported. */
@NullMarked
package dev.innkeeper.timer.message;

import org.jspecify.annotations.NullMarked;
