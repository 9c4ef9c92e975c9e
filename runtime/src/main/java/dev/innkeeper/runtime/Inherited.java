package dev.innkeeper.runtime;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the threads of a scope take over from the thread that opened it, beside the JDK's scoped
 * values.
 *
 * @param contextClassLoader for {@link Thread#setContextClassLoader}
 * @param workplace the host and the service that the thread works for, if any
 */
record Inherited(@Nullable ClassLoader contextClassLoader, @Nullable Workplace workplace) {

  /** Each thread of a host has its own; written by {@link #adopt} at its beginning. */
  private static final ThreadLocal<@Nullable Workplace> WORKPLACE = new ThreadLocal<>();

  static Inherited fromThisThread() {
    return new Inherited(Thread.currentThread().getContextClassLoader(), WORKPLACE.get());
  }

  /** Whom the calling thread works for. */
  static @Nullable Workplace currentWorkplace() {
    return WORKPLACE.get();
  }

  Inherited at(Workplace other) {
    return new Inherited(contextClassLoader, other);
  }

  /** On the thread that is to have it. */
  void adopt() {
    Thread.currentThread().setContextClassLoader(contextClassLoader);
    if (workplace != null) {
      WORKPLACE.set(workplace);
      if (workplace.mdcKey() != null && workplace.service() != null) {
        putIntoMdc(workplace.mdcKey(), workplace.service());
      }
    }
  }

  /** A log binding that throws must not keep a service from its work. */
  private static void putIntoMdc(String key, String value) {
    try {
      MDC.put(key, value);
    } catch (RuntimeException | LinkageError e) {
      return;
    }
  }

  /** A child of the service, with what is put around each. */
  <T extends @Nullable Object> Callable<T> decorated(Callable<T> child) {
    if (workplace == null || workplace.service() == null || workplace.decoration().isEmpty()) {
      return child;
    }
    String service = workplace.service();
    Decoration decoration = workplace.decoration();
    return () -> decoration.call(service, TaskDecorator.Kind.CHILD, child);
  }
}
