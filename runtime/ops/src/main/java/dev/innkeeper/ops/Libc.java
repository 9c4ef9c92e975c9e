package dev.innkeeper.ops;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Functions of the C library.
 *
 * <p>The idea: {@code java.lang.foreign} is a preview API in JDK 21, and final from 22 on. javac
 * stamps a class that names it for 21 alone; a method handle does not. So this is the one class
 * that reaches it, by handles, and it uses what all versions have: memory, for instance, is written
 * as a {@link ByteBuffer}, since the methods for text have other names in 22.
 */
final class Libc {

  static final String WHAT_TO_DO =
      "Start Java with --enable-native-access=dev.innkeeper.ops, or =ALL-UNNAMED if Innkeeper is on"
          + " the class path";

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> segment = type("MemorySegment");
  private final Class<?> layout = type("MemoryLayout");
  private final Class<?> descriptor = type("FunctionDescriptor");
  private final Class<?> option = type("Linker$Option");

  private final Object linker;
  private final Object symbols;
  private final Object captureErrno;
  private final MethodHandle find;
  private final MethodHandle describe;
  private final MethodHandle downcall;
  private final MethodHandle openArena;
  private final MethodHandle allocate;
  private final MethodHandle asByteBuffer;

  private Libc() throws Throwable {
    Class<?> linkerType = type("Linker");
    Class<?> lookup = type("SymbolLookup");
    Class<?> arena = type("Arena");
    linker = ofStatic(linkerType, "nativeLinker", linkerType).invoke();
    symbols = ofInstance(linkerType, "defaultLookup", lookup).invoke(linker);
    find = ofInstance(lookup, "find", Optional.class, String.class);
    describe = ofStatic(descriptor, "of", descriptor, layout, layout.arrayType());
    downcall =
        ofInstance(
            linkerType,
            "downcallHandle",
            MethodHandle.class,
            segment,
            descriptor,
            option.arrayType());
    captureErrno =
        ofStatic(option, "captureCallState", option, String[].class).invoke(new String[] {"errno"});
    openArena = ofStatic(arena, "ofConfined", arena);
    allocate = ofInstance(arena, "allocate", segment, long.class, long.class);
    asByteBuffer = ofInstance(segment, "asByteBuffer", ByteBuffer.class);
  }

  /**
   * @throws Throwable if this is not Linux, whose constants and structures are used, or if the JDK
   *     has no such API or refuses
   */
  static Libc open() throws Throwable {
    String system = System.getProperty("os.name");
    if (!"Linux".equals(system)) {
      throw new UnsupportedOperationException("this is not Linux, but " + system);
    }
    return new Libc();
  }

  /**
   * The function with that name; its handle has where to put {@code errno} before the parameters.
   *
   * @param parameters {@code int}, {@code long}, or {@code Object} for a pointer
   */
  MethodHandle function(String name, Class<?> returns, Class<?>... parameters) throws Throwable {
    Object symbol =
        ((Optional<?>) find.invoke(symbols, name))
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    Object[] layouts = (Object[]) Array.newInstance(layout, parameters.length);
    for (int i = 0; i < parameters.length; i++) {
      layouts[i] = layoutOf(parameters[i]);
    }
    Object[] options = (Object[]) Array.newInstance(option, 1);
    options[0] = captureErrno;
    Object shape = describe.invoke(layoutOf(returns), layouts);
    MethodHandle function = (MethodHandle) downcall.invoke(linker, symbol, shape, options);
    Class<?>[] all =
        Stream.concat(Stream.of(Object.class), Stream.of(parameters)).toArray(Class<?>[]::new);
    return function.asType(MethodType.methodType(returns, all));
  }

  private static Object layoutOf(Class<?> type) throws ReflectiveOperationException {
    String name =
        type.equals(int.class) ? "JAVA_INT" : type.equals(long.class) ? "JAVA_LONG" : "ADDRESS";
    return type("ValueLayout").getField(name).get(null);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("java.lang.foreign." + name);
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException("JDK " + Runtime.version() + " has none", e);
    }
  }

  private static MethodHandle ofStatic(
      Class<?> type, String name, Class<?> returns, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.findStatic(type, name, MethodType.methodType(returns, parameters)).asFixedArity();
  }

  private static MethodHandle ofInstance(
      Class<?> type, String name, Class<?> returns, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP
        .findVirtual(type, name, MethodType.methodType(returns, parameters))
        .asFixedArity();
  }

  /** Memory for some calls of the thread that asks for it. */
  Memory memory() throws Throwable {
    return new Memory((AutoCloseable) openArena.invoke());
  }

  /** Memory outside of the heap, until it is closed. */
  final class Memory implements AutoCloseable {

    private final AutoCloseable arena;

    Memory(AutoCloseable arena) {
      this.arena = arena;
    }

    /** A pointer to these bytes. */
    Object of(byte[] bytes) throws Throwable {
      Object made = allocate.invoke(arena, (long) bytes.length, 1L);
      view(made).put(bytes);
      return made;
    }

    /** A pointer to where a call is to put {@code errno}. */
    Object errno() throws Throwable {
      return allocate.invoke(arena, (long) Integer.BYTES, (long) Integer.BYTES);
    }

    int valueOf(Object errno) throws Throwable {
      return view(errno).getInt(0);
    }

    ByteBuffer view(Object pointer) throws Throwable {
      return ((ByteBuffer) asByteBuffer.invoke(pointer)).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
      try {
        arena.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) { // an arena declares none
        throw new IllegalStateException(e);
      }
    }
  }
}
