/** The metrics of hosts: {@link dev.innkeeper.micrometer.HostMetrics}. */
@NullMarked
package dev.innkeeper.micrometer;

import org.jspecify.annotations.NullMarked;
