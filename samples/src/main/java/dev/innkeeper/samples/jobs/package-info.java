/** Work that is done again and again, and work that is done on demand. */
@NullMarked
package dev.innkeeper.samples.jobs;

import org.jspecify.annotations.NullMarked;
