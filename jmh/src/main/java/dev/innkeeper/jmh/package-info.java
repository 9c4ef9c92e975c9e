/** Benchmarks; run {@code java -jar jmh/target/benchmarks.jar} after a build. */
package dev.innkeeper.jmh;
