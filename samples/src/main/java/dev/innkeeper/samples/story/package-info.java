/** The story of background work on the JVM, one class a chapter; each is run by its name. */
@NullMarked
package dev.innkeeper.samples.story;

import org.jspecify.annotations.NullMarked;
