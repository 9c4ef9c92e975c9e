/** What one writes: services, the policies for their failures, and what they see of their host. */
@NullMarked
package dev.innkeeper.runtime.service;

import org.jspecify.annotations.NullMarked;
