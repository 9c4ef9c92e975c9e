package dev.innkeeper.runtime.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The reflection of Innkeeper, all of it: what {@link JdkScope} and {@link ScopedBindings} reach of
 * the JDK by name. A native image contains only what it is told of, so the files in {@code
 * META-INF/native-image} name the same; a test records what is asked for here and compares.
 */
class JdkReflection {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name);
  }

  MethodHandle constructor(Class<?> type, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.unreflectConstructor(type.getConstructor(parameters));
  }

  MethodHandle method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.unreflect(type.getMethod(name, parameters));
  }

  /** For one whose parameters are not known beforehand. */
  List<Method> methods(Class<?> type) {
    return List.of(type.getMethods());
  }

  /** One of {@link #methods}. */
  MethodHandle handle(Method method) throws IllegalAccessException {
    return LOOKUP.unreflect(method);
  }

  Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        JdkReflection.class.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
