/** A service that runs in one of several processes, and goes on in another when that is killed. */
@NullMarked
package dev.innkeeper.samples.leader;

import org.jspecify.annotations.NullMarked;
