package dev.innkeeper.jmh.harness;

/** What the {@code main} of a suite's round does. */
public final class Round {

  /** Measures one case once. */
  @FunctionalInterface
  public interface Body {
    Measurement measure() throws Exception;
  }

  private Round() {}

  /** Its result is the last line. Whatever of it still runs, or has failed, the JVM ends. */
  @SuppressWarnings("CatchAndPrintStackTrace") // to the parent, which reads it
  public static void run(Body body) {
    try {
      System.out.println(body.measure().toLine());
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }
}
