package dev.innkeeper.jmh.host;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;

/**
 * The JDK's {@code StructuredTaskScope} and nothing else. It is a preview API: by handles, which
 * the compiler sees through, no flag is needed and every JDK from 21 on will do.
 */
final class RawScope {

  private static final MethodHandle OPEN;
  private static final MethodHandle FORK;
  private static final MethodHandle JOIN;
  private static final MethodHandle CLOSE;

  static {
    try {
      Class<?> scope = Class.forName("java.util.concurrent.StructuredTaskScope");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle open =
          scope.isInterface()
              ? lookup.unreflect(scope.getMethod("open"))
              : lookup.unreflectConstructor(scope.getConstructor());
      OPEN = generic(open);
      FORK = generic(lookup.unreflect(scope.getMethod("fork", Callable.class)));
      JOIN = generic(lookup.unreflect(scope.getMethod("join")));
      CLOSE = generic(lookup.unreflect(scope.getMethod("close")));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private RawScope() {}

  private static MethodHandle generic(MethodHandle handle) {
    return handle.asType(handle.type().generic());
  }

  /** Owned by the calling thread, as all that follows. */
  static Object open() {
    try {
      return (Object) OPEN.invokeExact();
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  static void fork(Object scope, Callable<?> body) {
    try {
      Object unused = (Object) FORK.invokeExact(scope, (Object) body);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  static void join(Object scope) throws InterruptedException {
    try {
      Object unused = (Object) JOIN.invokeExact(scope);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  static void close(Object scope) {
    try {
      Object unused = (Object) CLOSE.invokeExact(scope);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
