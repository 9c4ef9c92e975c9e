/** What tests of services need. */
@NullMarked
package dev.innkeeper.junit;

import org.jspecify.annotations.NullMarked;
