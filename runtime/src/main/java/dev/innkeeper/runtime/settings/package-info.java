/** How a configuration is read: its keys, its sources, and who wins. It knows no host. */
@NullMarked
package dev.innkeeper.runtime.settings;

import org.jspecify.annotations.NullMarked;
