/**
 * How far a schedule has come, for those who wait for its points. Exported to the runtime alone.
 */
@NullMarked
package dev.innkeeper.timer.calendar;

import org.jspecify.annotations.NullMarked;
