/**
 * What a host gives to Innkeeper's own services that work in it, and to Innkeeper's own modules.
 */
@NullMarked
package dev.innkeeper.runtime.port;

import org.jspecify.annotations.NullMarked;
