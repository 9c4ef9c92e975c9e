package dev.innkeeper.ops;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends messages as datagrams to a Unix domain socket of Linux, for which the JDK has no class of
 * its own: its channels know streams only. Each message has a socket of its own, so that there is
 * none to be closed.
 */
final class UnixDatagram implements NotifySocket.Way {

  static final int AF_UNIX = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EAGAIN = 11;

  /** For a receiver whose queue is full. */
  private static final int TRIES = 20;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  private final Libc libc;
  private final MethodHandle socket;
  private final MethodHandle sendto;
  private final MethodHandle close;
  private final byte[] address;

  private UnixDatagram(Libc libc, String address) throws Throwable {
    this.libc = libc;
    this.socket = libc.function("socket", int.class, int.class, int.class, int.class);
    this.sendto =
        libc.function(
            "sendto",
            long.class,
            int.class,
            Object.class,
            long.class,
            int.class,
            Object.class,
            int.class);
    this.close = libc.function("close", int.class, int.class);
    this.address = addressOf(address);
  }

  /**
   * To a path, or an abstract address as {@code @name}.
   *
   * @throws Throwable if this JDK does not know how, or refuses
   */
  static UnixDatagram to(String address) throws Throwable {
    return new UnixDatagram(Libc.open(), address);
  }

  /** A {@code sockaddr_un}: a path ends with a zero, an abstract name begins with one. */
  static byte[] addressOf(String text) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = text.startsWith("@");
    if (isAbstract) {
      name[0] = 0;
    }
    return ByteBuffer.allocate(2 + name.length + (isAbstract ? 0 : 1))
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_UNIX)
        .put(name)
        .array();
  }

  @Override
  public void send(List<String> lines) throws IOException {
    byte[] message = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    try (Libc.Memory memory = libc.memory()) {
      Object errno = memory.errno();
      int fd = (int) socket.invokeExact(errno, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (fd < 0) {
        throw failure("socket", memory.valueOf(errno));
      }
      try {
        send(fd, message, memory);
      } finally {
        int unused = (int) close.invokeExact(errno, fd);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) { // the handles declare it
      throw new IOException(t);
    }
  }

  /** Nobody wakes it: it tries again for a second. */
  private void send(int fd, byte[] message, Libc.Memory memory) throws Throwable {
    Object errno = memory.errno();
    Object text = memory.of(message);
    Object to = memory.of(address);
    for (int left = TRIES; ; left--) {
      long sent =
          (long)
              sendto.invokeExact(
                  errno,
                  fd,
                  text,
                  (long) message.length,
                  MSG_DONTWAIT | MSG_NOSIGNAL,
                  to,
                  address.length);
      if (sent >= 0) {
        return;
      }
      int error = memory.valueOf(errno);
      if (error != EAGAIN || left <= 1) {
        throw failure("sendto", error);
      }
      LockSupport.parkNanos(this, BETWEEN_TRIES.toNanos());
    }
  }

  private static IOException failure(String function, int errno) {
    String name =
        switch (errno) {
          case 1 -> "EPERM, not permitted";
          case 2 -> "ENOENT, there is no such socket";
          case EAGAIN -> "EAGAIN, nobody has read what was sent before";
          case 13 -> "EACCES, permission denied";
          case 90 -> "EMSGSIZE, message too long";
          case 111 -> "ECONNREFUSED, nobody listens there";
          default -> "see errno(3)";
        };
    return new IOException(function + " has failed with errno " + errno + " (" + name + ")");
  }
}
