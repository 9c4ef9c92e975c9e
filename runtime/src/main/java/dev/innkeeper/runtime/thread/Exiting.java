package dev.innkeeper.runtime.thread;

import java.util.stream.Stream;

/** Tells threads inside {@link System#exit}, which never come out. */
public final class Exiting {

  private Exiting() {}

  public static boolean isExiting(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame ->
            frame.getClassName().equals("java.lang.Runtime")
                && frame.getMethodName().equals("exit"));
  }
}
