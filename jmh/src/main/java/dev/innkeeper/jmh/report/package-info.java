/**
 * What a run has given, as files for people: one page that explains and plots it, and CSV and
 * histogram files for other programs. {@link dev.innkeeper.jmh.report.Report} is the door.
 */
@NullMarked
package dev.innkeeper.jmh.report;

import org.jspecify.annotations.NullMarked;
