package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What systemd is for a process: a datagram socket that is bound to an address. A file descriptor
 * that comes with a message, as the barrier of systemd-notify has one, is closed by the kernel,
 * since nobody asks for it.
 */
final class Receiver implements AutoCloseable {

  private static final short POLLIN = 1;
  private static final int MOST_MILLIS = 20_000;

  private final Libc libc = open();
  private final MethodHandle poll = handle("poll", int.class, Object.class, long.class, int.class);
  private final MethodHandle recv =
      handle("recv", long.class, int.class, Object.class, long.class, int.class);
  private final MethodHandle close = handle("close", int.class, int.class);

  final String address;
  private final int fd;

  /** On a path in a folder that need not be there, or on an abstract address. */
  Receiver(String address) {
    this.address = address;
    MethodHandle socket = handle("socket", int.class, int.class, int.class, int.class);
    MethodHandle bind = handle("bind", int.class, int.class, Object.class, int.class);
    byte[] bytes = UnixDatagram.addressOf(address);
    try (Libc.Memory memory = libc.memory()) {
      Object errno = memory.errno();
      fd =
          (int)
              socket.invokeExact(
                  errno,
                  UnixDatagram.AF_UNIX,
                  UnixDatagram.SOCK_DGRAM | UnixDatagram.SOCK_CLOEXEC,
                  0);
      int bound = (int) bind.invokeExact(errno, fd, memory.of(bytes), bytes.length);
      assertEquals(0, bound, () -> "bind to " + address);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** In a folder of its own, whose name is short. */
  static Receiver onPath() throws IOException {
    return new Receiver(Files.createTempDirectory("sd").resolve("s").toString());
  }

  private static Libc open() {
    try {
      return Libc.open();
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private MethodHandle handle(String name, Class<?> returns, Class<?>... parameters) {
    try {
      return libc.function(name, returns, parameters);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** The next message, with its lines joined by blanks and bars. */
  String next() {
    String message = nextWithin(MOST_MILLIS);
    return message == null ? fail("no message within " + MOST_MILLIS + " ms") : message;
  }

  /** The next message that is not only a status or an extension, which come as time passes. */
  String nextEvent() {
    return next(message -> !message.matches("(STATUS|EXTEND)[^|]*( \\| EXTEND[^|]*)?"));
  }

  /** The next message of those. */
  String next(Predicate<String> which) {
    String message = next();
    while (!which.test(message)) {
      message = next();
    }
    return message;
  }

  /** What is there. */
  List<String> rest() {
    List<String> messages = new ArrayList<>();
    for (String next = nextWithin(0); next != null; next = nextWithin(0)) {
      messages.add(next);
    }
    return messages;
  }

  /** Fails as soon as there is a message. */
  void assertSilentFor(int millis) {
    String message = nextWithin(millis);
    if (message != null) {
      fail("a message: " + message);
    }
  }

  /** Null: there is none. */
  private String nextWithin(int millis) {
    try (Libc.Memory memory = libc.memory()) {
      Object errno = memory.errno();
      byte[] pollfd =
          ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(fd).putShort(POLLIN).array();
      int ready = (int) poll.invokeExact(errno, memory.of(pollfd), 1L, millis);
      if (ready == 0) {
        return null;
      }
      Object buffer = memory.of(new byte[4_096]);
      long length = (long) recv.invokeExact(errno, fd, buffer, 4_096L, 0);
      assertTrue(length >= 0, "recv");
      byte[] bytes = new byte[(int) length];
      memory.view(buffer).get(bytes);
      return new String(bytes, StandardCharsets.UTF_8).strip().replace("\n", " | ");
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @Override
  public void close() throws IOException {
    try (Libc.Memory memory = libc.memory()) {
      int unused = (int) close.invokeExact(memory.errno(), fd);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
    if (address.startsWith("/")) {
      Files.delete(Path.of(address));
      Files.delete(Path.of(address).getParent());
    }
  }
}
