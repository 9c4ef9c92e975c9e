/** What is said about names. */
@NullMarked
package dev.innkeeper.runtime.text;

import org.jspecify.annotations.NullMarked;
