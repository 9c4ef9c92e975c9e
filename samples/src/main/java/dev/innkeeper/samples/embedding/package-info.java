/** A host inside something else: a program, a Spring application, an operating system. */
@NullMarked
package dev.innkeeper.samples.embedding;

import org.jspecify.annotations.NullMarked;
