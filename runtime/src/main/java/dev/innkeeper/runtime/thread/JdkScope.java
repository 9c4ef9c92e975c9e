package dev.innkeeper.runtime.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@code StructuredTaskScope}, whichever of its shapes this JDK has.
 *
 * <p>The idea: the class is a preview API until JDK 28 and changed its signature in 25, 26 and 27.
 * javac stamps a class that names it for one JDK only; a method handle does not. So this is the one
 * class that reaches it, by handles that are resolved once, and it relies on the narrowest common
 * rules: one owner opens, forks, joins once and closes, in this order. Outcomes are recorded by the
 * forked code itself, because the JDK drops them after a cancellation and reports them differently
 * on each version.
 *
 * <p>Rejected: the JDK's own joiners. {@code allUntil} keeps every finished subtask, {@code
 * awaitAll} is gone in 27, and {@code MethodHandleProxies} cannot make one from 27 on. Hence a
 * plain proxy that never cancels and keeps nothing.
 */
public final class JdkScope {

  private static final String CLASS = "java.util.concurrent.StructuredTaskScope";

  /** A preview API until JDK 25, as the scopes are. */
  private static final String OTHER_BINDINGS = "java.util.concurrent.StructureViolationException";

  /** The shape, or why there is none: each attempt to open a scope says so. */
  private static final Found FOUND = find(CLASS);

  public record Found(@Nullable Shape shape, @Nullable Throwable failure) {

    public Shape orThrow() {
      if (shape == null) {
        throw new UnsupportedOperationException(
            "Innkeeper does not know the StructuredTaskScope of JDK "
                + Runtime.version()
                + "; it knows those of 21 to 28",
            failure);
      }
      return shape;
    }
  }

  public static Found find(String className) {
    return find(className, new JdkReflection());
  }

  static Found find(String className, JdkReflection jdk) {
    try {
      return new Found(Shape.of(jdk.type(className), jdk), null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return new Found(null, e);
    }
  }

  private final Object scope;

  /** Within {@link #fork}: the JDK has one factory for all threads of a scope. */
  private @Nullable ThreadFactory factory;

  private JdkScope(String name) throws Throwable {
    ScopedBindings.find(); // those that an error has dropped before
    scope = shape().opener.open(name, body -> Objects.requireNonNull(factory).newThread(body));
  }

  /** Through a constant, so that the compiler sees through the handles. */
  private static Shape shape() {
    return FOUND.orThrow();
  }

  public static JdkScope open(String name) {
    try {
      return new JdkScope(name);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /**
   * Runs {@code body} on a thread that {@code thread} makes; if it is asked for two, on the second.
   */
  public void fork(Callable<?> body, ThreadFactory thread) {
    factory = thread;
    try {
      shape().fork.invokeExact(scope, body);
    } catch (Throwable t) {
      forkAgainIfBindingsWereLost(body, t);
    } finally {
      factory = null;
    }
  }

  /** To find them before each fork would make all of them 5 % slower. */
  private void forkAgainIfBindingsWereLost(Callable<?> body, Throwable thrown) {
    if (!thrown.getClass().getName().equals(OTHER_BINDINGS)) {
      throw unchecked(thrown);
    }
    try {
      ScopedBindings.find();
      shape().fork.invokeExact(scope, body);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  public void join() throws InterruptedException {
    try {
      shape().join.invokeExact(scope);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  public void close() {
    try {
      shape().close.invokeExact(scope);
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

  public interface Opener {
    Object open(String name, ThreadFactory threads) throws Throwable;
  }

  /** The four operations: {@code open(...)}, {@code fork(scope, callable)}, join, close. */
  public record Shape(Opener opener, MethodHandle fork, MethodHandle join, MethodHandle close) {

    private static final MethodType FORK =
        MethodType.methodType(void.class, Object.class, Callable.class);
    private static final MethodType OF_SCOPE = MethodType.methodType(void.class, Object.class);

    static Shape of(Class<?> scope, JdkReflection jdk) throws ReflectiveOperationException {
      return new Shape(
          scope.isInterface() ? openerWithJoiner(scope, jdk) : constructor(scope, jdk),
          jdk.method(scope, "fork", Callable.class).asType(FORK),
          jdk.method(scope, "join").asType(OF_SCOPE),
          jdk.method(scope, "close").asType(OF_SCOPE));
    }

    /** JDK 21 to 24. */
    private static Opener constructor(Class<?> scope, JdkReflection jdk)
        throws ReflectiveOperationException {
      MethodHandle constructor = jdk.constructor(scope, String.class, ThreadFactory.class);
      return constructor::invoke;
    }

    /** From JDK 25 on. The second parameter is a Function in 25 and a UnaryOperator from 26 on. */
    private static Opener openerWithJoiner(Class<?> scope, JdkReflection jdk)
        throws ReflectiveOperationException {
      Class<?> joiner = jdk.type(scope.getName() + "$Joiner");
      Method open =
          jdk.methods(scope).stream()
              .filter(m -> m.getName().equals("open") && Modifier.isStatic(m.getModifiers()))
              .filter(m -> m.getParameterCount() == 2 && m.getParameterTypes()[0].equals(joiner))
              .findFirst()
              .orElseThrow(() -> new NoSuchMethodException(scope + ".open(Joiner, ...)"));
      MethodHandle opener = jdk.handle(open).bindTo(joinerThatNeverCancels(joiner, jdk));
      Configuration configuration = Configuration.of(scope, jdk);
      return (name, threads) -> opener.invoke(configuration.with(name, threads));
    }

    /** {@code onFork} and {@code onComplete}: go on. {@code result}: none. */
    @SuppressWarnings("ReferenceEquality") // what equals means for a proxy
    private static Object joinerThatNeverCancels(Class<?> joiner, JdkReflection jdk) {
      return jdk.proxy(
          joiner,
          (self, method, args) ->
              switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(self);
                case "equals" -> self == args[0];
                case "toString" -> "Innkeeper's joiner";
                default -> method.getReturnType().equals(boolean.class) ? false : null;
              });
    }
  }

  /** {@code StructuredTaskScope.Configuration}: an immutable value with two setters that we use. */
  private record Configuration(MethodHandle withName, MethodHandle withThreadFactory) {

    static Configuration of(Class<?> scope, JdkReflection jdk) throws ReflectiveOperationException {
      Class<?> type = jdk.type(scope.getName() + "$Configuration");
      return new Configuration(
          jdk.method(type, "withName", String.class),
          jdk.method(type, "withThreadFactory", ThreadFactory.class));
    }

    UnaryOperator<Object> with(String name, ThreadFactory threads) {
      return initial -> {
        try {
          return withThreadFactory.invoke(withName.invoke(initial, name), threads);
        } catch (Throwable t) {
          throw unchecked(t);
        }
      };
    }
  }
}
