/**
 * What is to happen next in a host: decided by one state machine that knows no thread, no lock and
 * no clock.
 */
@NullMarked
package dev.innkeeper.runtime.machine;

import org.jspecify.annotations.NullMarked;
