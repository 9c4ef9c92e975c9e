/**
 * What a host costs: {@link dev.innkeeper.jmh.host.HostSuite} starts and stops very many services,
 * {@link dev.innkeeper.jmh.host.PairSuite} does so in turn with a peer, {@link
 * dev.innkeeper.jmh.host.GraphSuite} services that depend on each other, and {@link
 * dev.innkeeper.jmh.host.DeafSuite} stops some that do not want to.
 */
@NullMarked
package dev.innkeeper.jmh.host;

import org.jspecify.annotations.NullMarked;
