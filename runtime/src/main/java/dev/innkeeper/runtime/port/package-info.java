/** What a host gives to those of our own services that work in it. */
@NullMarked
package dev.innkeeper.runtime.port;

import org.jspecify.annotations.NullMarked;
