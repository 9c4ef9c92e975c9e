/**
 * A small order service as one would run it: an HTTP API, a database, mails that are not lost, a
 * cache, a report, probes. {@code Shop} puts it together.
 */
@NullMarked
package dev.innkeeper.samples.shop;

import org.jspecify.annotations.NullMarked;
