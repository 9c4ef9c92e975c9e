/** A host that starts and stops with a Micronaut context. */
package dev.innkeeper.samples.micronaut;
