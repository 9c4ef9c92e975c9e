package dev.innkeeper.runtime.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The scoped values of the calling thread. A scope of the JDK compares those at its opening with
 * those at each fork, by identity.
 *
 * <p>When the JVM throws a {@link VirtualMachineError}, such as that there is no native thread, it
 * drops them from the thread. They are found again on its stack, or to be none, when somebody asks
 * for a scoped value. But a thread that never had any begins with something else than none, and
 * does not come back to that. So a thread that owns scopes {@linkplain #settle settles} first, and
 * has none in earnest, as have all threads that it forks; and when the JDK refuses a fork, they are
 * {@linkplain #find found} and it is tried again. Otherwise one fork for which there was no thread
 * would be the last.
 *
 * <p>{@code ScopedValue} is a preview API until JDK 25, so it is reached as {@link JdkScope}
 * reaches its scopes.
 */
public final class ScopedBindings {

  private static final Handles HANDLES = handles(new JdkReflection());

  record Handles(MethodHandle settle, MethodHandle find) {}

  private ScopedBindings() {}

  static Handles handles(JdkReflection jdk) {
    MethodType nothing = MethodType.methodType(void.class);
    try {
      Class<?> type = jdk.type("java.lang.ScopedValue");
      Object value = jdk.method(type, "newInstance").invoke();
      Object carrier = jdk.method(type, "where", type, Object.class).invoke(value, "bound");
      Class<?> carriers = jdk.type("java.lang.ScopedValue$Carrier");
      Runnable nobodyAsks = () -> {};
      return new Handles(
          jdk.method(carriers, "run", Runnable.class)
              .bindTo(carrier)
              .bindTo(nobodyAsks)
              .asType(nothing),
          jdk.method(type, "isBound").bindTo(value).asType(nothing));
    } catch (Throwable t) { // another JDK's: as if nothing had been done about it
      return new Handles(MethodHandles.empty(nothing), MethodHandles.empty(nothing));
    }
  }

  /** At the beginning of a thread that will own scopes. */
  public static void settle() {
    call(HANDLES.settle);
  }

  /** Before a scope is opened, and when a fork was refused. */
  static void find() {
    call(HANDLES.find);
  }

  private static void call(MethodHandle handle) {
    try {
      handle.invokeExact();
    } catch (Throwable t) {
      throw new IllegalStateException("a scoped value that nobody uses", t);
    }
  }
}
