package dev.innkeeper.runtime;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The calls of the JDK that block: each does until its thread is interrupted. */
record BlockingCall(String name, Where where, Body body) {

  /** Which threads an interrupt gets out of it. */
  enum Where {
    ALL,
    /** Platform threads are deaf in it. */
    VIRTUAL,
    /** Some JDK pins a virtual thread in it: a few of them, and no other runs. */
    ALL_BUT_PINNED
  }

  /** Ends when it is interrupted, one way or another. */
  interface Body {
    void run() throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }

  static BlockingCall call(String name, Body body) {
    return new BlockingCall(name, Where.ALL, body);
  }

  static BlockingCall call(String name, Callable<?> body) {
    return call(name, ignoringItsResult(body));
  }

  static BlockingCall onVirtualThreads(String name, Body body) {
    return new BlockingCall(name, Where.VIRTUAL, body);
  }

  static BlockingCall onVirtualThreads(String name, Callable<?> body) {
    return onVirtualThreads(name, ignoringItsResult(body));
  }

  static BlockingCall pinned(String name, Body body) {
    return new BlockingCall(name, Where.ALL_BUT_PINNED, body);
  }

  static BlockingCall pinned(String name, Callable<?> body) {
    return pinned(name, ignoringItsResult(body));
  }

  private static Body ignoringItsResult(Callable<?> body) {
    return body::call;
  }

  /** Tells that it is about to be made, and makes it. */
  void make(CountDownLatch begun) throws Exception {
    begun.countDown();
    body.run();
  }

  static List<BlockingCall> all() {
    return Stream.of(BlockingThreads.all(), BlockingSockets.all(), BlockingChannels.all())
        .flatMap(List::stream)
        .toList();
  }
}
