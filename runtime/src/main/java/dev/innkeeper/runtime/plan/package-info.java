/** What a host was built of, and how the time of its stop is divided. It knows no threads. */
@NullMarked
package dev.innkeeper.runtime.plan;

import org.jspecify.annotations.NullMarked;
