/**
 * What the smallest things cost, in nanoseconds, by JMH. Each is a benchmark for {@code
 * org.openjdk.jmh.Main} too; {@link dev.innkeeper.jmh.micro.MicroSuite} runs those that are to be
 * compared.
 */
@NullMarked
package dev.innkeeper.jmh.micro;

import org.jspecify.annotations.NullMarked;
