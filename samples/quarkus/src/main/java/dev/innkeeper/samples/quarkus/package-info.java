/** A Quarkus application whose beans are services of a host. */
package dev.innkeeper.samples.quarkus;
