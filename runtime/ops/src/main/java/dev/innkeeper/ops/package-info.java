/**
 * What stands around a host for those that operate it: {@link dev.innkeeper.ops.Probes}, {@link
 * dev.innkeeper.ops.OpsPage}, and {@link dev.innkeeper.ops.Systemd}.
 */
@NullMarked
package dev.innkeeper.ops;

import org.jspecify.annotations.NullMarked;
