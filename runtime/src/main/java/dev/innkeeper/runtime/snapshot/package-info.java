/** The records behind the snapshots and events that users see. */
@NullMarked
package dev.innkeeper.runtime.snapshot;

import org.jspecify.annotations.NullMarked;
