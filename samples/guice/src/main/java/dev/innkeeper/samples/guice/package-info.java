/** A host whose services Guice makes. */
package dev.innkeeper.samples.guice;
