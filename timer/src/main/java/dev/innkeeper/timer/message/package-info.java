/** How the messages of exceptions and of the log name things. Exported to the runtime alone. */
@NullMarked
package dev.innkeeper.timer.message;

import org.jspecify.annotations.NullMarked;
