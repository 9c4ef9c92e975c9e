package dev.innkeeper.jmh.harness;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The JDK's own scope in which the first failure cancels the others: {@code ShutdownOnFailure} on
 * 21 to 24, the joiner that {@code open()} has by itself from 25 on. By method handles, since a
 * class that names a preview API runs on one JDK only; they are constants, so what is compiled are
 * direct calls.
 */
public final class JdkScopes {

  private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private static final String NAME = "scope";

  /** Named, as Innkeeper's are. */
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("scope-", 1).factory();

  private static final MethodHandle OPEN;
  private static final MethodHandle FORK;
  private static final MethodHandle JOIN;
  private static final MethodHandle CLOSE;

  static {
    try {
      Class<?> scope = Class.forName(SCOPE);
      OPEN = opener(scope).asType(methodType(Object.class));
      FORK =
          LOOKUP
              .unreflect(scope.getMethod("fork", Callable.class))
              .asType(methodType(void.class, Object.class, Callable.class));
      JOIN = joiner(scope);
      CLOSE = ofScope(scope.getMethod("close"));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private JdkScopes() {}

  /** Owned by the calling thread, as all that follows. */
  public static Object open() {
    try {
      return (Object) OPEN.invokeExact();
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  public static void fork(Object scope, Callable<?> task) {
    try {
      FORK.invokeExact(scope, task);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  public static void join(Object scope) throws InterruptedException {
    try {
      JOIN.invokeExact(scope);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  public static void close(Object scope) {
    try {
      CLOSE.invokeExact(scope);
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

  private static MethodHandle opener(Class<?> scope) throws ReflectiveOperationException {
    if (!scope.isInterface()) {
      MethodHandle constructor =
          LOOKUP.unreflectConstructor(
              shutdownOnFailure().getConstructor(String.class, ThreadFactory.class));
      return MethodHandles.insertArguments(constructor, 0, NAME, THREADS);
    }
    Class<?> joiner = Class.forName(SCOPE + "$Joiner");
    Method open =
        Stream.of(scope.getMethods())
            .filter(method -> method.getName().equals("open"))
            .filter(method -> method.getParameterCount() == 2)
            .findFirst()
            .orElseThrow();
    MethodHandle opener =
        MethodHandles.insertArguments(LOOKUP.unreflect(open), 1, Configuration.SETTER);
    MethodHandle newJoiner = LOOKUP.unreflect(joiner.getMethod("awaitAllSuccessfulOrThrow"));
    return MethodHandles.collectArguments(opener, 0, newJoiner);
  }

  /** Of 21 to 24 it throws what failed only when asked to; later it does by itself. */
  private static MethodHandle joiner(Class<?> scope) throws ReflectiveOperationException {
    MethodHandle join = ofScope(scope.getMethod("join"));
    if (scope.isInterface()) {
      return join;
    }
    MethodHandle throwIfFailed = ofScope(shutdownOnFailure().getMethod("throwIfFailed"));
    return MethodHandles.foldArguments(throwIfFailed, join);
  }

  private static MethodHandle ofScope(Method method) throws IllegalAccessException {
    return LOOKUP.unreflect(method).asType(methodType(void.class, Object.class));
  }

  private static Class<?> shutdownOnFailure() throws ClassNotFoundException {
    return Class.forName(SCOPE + "$ShutdownOnFailure");
  }

  /** From JDK 25 on. */
  private static final class Configuration {

    private static final MethodHandle WITH_NAME = of("withName", String.class);
    private static final MethodHandle WITH_THREADS = of("withThreadFactory", ThreadFactory.class);

    /** A {@code Function} on 25, and a {@code UnaryOperator} later. */
    private static final UnaryOperator<Object> SETTER = Configuration::set;

    private static MethodHandle of(String setter, Class<?> parameter) {
      try {
        return LOOKUP
            .unreflect(Class.forName(SCOPE + "$Configuration").getMethod(setter, parameter))
            .asType(methodType(Object.class, Object.class, parameter));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private static Object set(Object initial) {
      try {
        Object named = (Object) WITH_NAME.invokeExact(initial, NAME);
        return (Object) WITH_THREADS.invokeExact(named, THREADS);
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    }
  }
}
