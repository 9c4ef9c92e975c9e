/** Jobs that survive the process, by {@code innkeeper-db-scheduler}. */
@NullMarked
package dev.innkeeper.samples.durable;

import org.jspecify.annotations.NullMarked;
