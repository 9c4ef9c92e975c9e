/** The traces of hosts: {@link dev.innkeeper.opentelemetry.HostTracing}. */
@NullMarked
package dev.innkeeper.opentelemetry;

import org.jspecify.annotations.NullMarked;
