/** The same work before and after a migration to Innkeeper: from executors, and from Spring. */
@NullMarked
package dev.innkeeper.samples.migrating;

import org.jspecify.annotations.NullMarked;
