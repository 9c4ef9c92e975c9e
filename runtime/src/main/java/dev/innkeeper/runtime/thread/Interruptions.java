package dev.innkeeper.runtime.thread;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/** Tells an exception that says "I was interrupted" from one that says something went wrong. */
public final class Interruptions {

  private Interruptions() {}

  /**
   * Whether the cause chain of {@code thrown} holds an interruption. A {@link
   * SocketTimeoutException} is none, although it extends one: the peer was slow.
   */
  public static boolean isOne(Throwable thrown) {
    return Causes.anyOf(
        thrown,
        t ->
            t instanceof InterruptedException
                || t instanceof ClosedByInterruptException
                || t instanceof FileLockInterruptionException
                || (t instanceof InterruptedIOException && !(t instanceof SocketTimeoutException)));
  }
}
