package dev.innkeeper.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What the threads of a scope take over from the thread that opened it, beside the JDK's scoped
 * values.
 *
 * @param contextClassLoader for {@link Thread#setContextClassLoader}
 * @param host the host that the thread works for, if any
 */
record Inherited(@Nullable ClassLoader contextClassLoader, @Nullable Host host) {

  /** Each thread of a host has its own; written by {@link #adopt} at its beginning. */
  private static final ThreadLocal<@Nullable Host> HOST = new ThreadLocal<>();

  static Inherited fromThisThread() {
    return new Inherited(Thread.currentThread().getContextClassLoader(), HOST.get());
  }

  /** The host that the calling thread works for. */
  static @Nullable Host currentHost() {
    return HOST.get();
  }

  /** On the new thread. */
  void adopt() {
    if (host != null) {
      HOST.set(host);
    }
  }
}
