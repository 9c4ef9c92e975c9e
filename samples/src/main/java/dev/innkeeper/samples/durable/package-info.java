/** Jobs that survive the process: db-scheduler, hosted. */
@NullMarked
package dev.innkeeper.samples.durable;

import org.jspecify.annotations.NullMarked;
