package dev.innkeeper.runtime.thread;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.ClosedWatchServiceException;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The exceptions by which code says "I was interrupted". A call that throws another one when it is
 * interrupted, and leaves the flag clear, is to be added here.
 */
public final class Interruptions {

  private static final List<Class<?>> CLASSES =
      List.of(
          InterruptedException.class,
          InterruptedIOException.class,
          ClosedByInterruptException.class,
          FileLockInterruptionException.class);

  private static final List<Class<?>> OF_CLOSING =
      List.of(
          ClosedChannelException.class,
          ClosedWatchServiceException.class,
          SocketException.class,
          CancellationException.class);

  private Interruptions() {}

  /** A {@link SocketTimeoutException} is none, although it extends one: the peer was slow. */
  public static boolean isOne(Throwable thrown) {
    return !(thrown instanceof SocketTimeoutException)
        && CLASSES.stream().anyMatch(each -> each.isInstance(thrown));
  }

  /** Whether blocked code throws this when a hook closes or cancels what it waits for. */
  public static boolean isOfClosing(Throwable thrown) {
    return OF_CLOSING.stream().anyMatch(each -> each.isInstance(thrown));
  }
}
