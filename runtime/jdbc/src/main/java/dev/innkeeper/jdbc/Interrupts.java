package dev.innkeeper.jdbc;

/** Most drivers do not look at interrupts, so it is done before they are called. */
final class Interrupts {

  private Interrupts() {}

  static void check(String doing) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + doing);
    }
  }
}
