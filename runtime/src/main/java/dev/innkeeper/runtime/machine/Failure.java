package dev.innkeeper.runtime.machine;

/**
 * Something that was thrown, and what there is to know about it. The thread that caught it has
 * found that out: the exception's own methods are the user's code, and are not called here.
 */
public class Failure {

  private final Throwable thrown;
  private final String where;
  private final boolean asAsked;
  private final boolean hopeless;

  /**
   * What was thrown, and what is known of it.
   *
   * @param where completes the sentence "the service failed"
   * @param asAsked whether a call may end like this when the host has asked or made it to: it was
   *     ended by an interrupt, or by a hook for the stop
   * @param hopeless whether to start again would not help
   */
  public Failure(Throwable thrown, String where, boolean asAsked, boolean hopeless) {
    this.thrown = thrown;
    this.where = where;
    this.asAsked = asAsked;
    this.hopeless = hopeless;
  }

  public Throwable thrown() {
    return thrown;
  }

  public String where() {
    return where;
  }

  boolean isAsAsked() {
    return asAsked;
  }

  boolean isHopeless() {
    return hopeless;
  }

  @Override
  public String toString() {
    return "Failure[" + where + "]";
  }
}
