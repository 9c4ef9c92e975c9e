/**
 * What one sees of a host and of its services: states, reports, and events for a {@link
 * dev.innkeeper.runtime.report.HostListener}.
 */
@NullMarked
package dev.innkeeper.runtime.report;

import org.jspecify.annotations.NullMarked;
