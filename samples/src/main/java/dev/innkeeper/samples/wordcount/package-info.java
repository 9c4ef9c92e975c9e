/** The services of the word count sample. */
@NullMarked
package dev.innkeeper.samples.wordcount;

import org.jspecify.annotations.NullMarked;
