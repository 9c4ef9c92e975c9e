package dev.innkeeper.runtime;

/** Which method of an exception misbehaves. */
enum Evil {
  GET_CAUSE,
  GET_MESSAGE,
  MESSAGE_OVERFLOW,
  TO_STRING,
  OVERFLOW,
  GET_STACK_TRACE;

  RuntimeException exception() {
    return new EvilException(this);
  }

  static final class EvilException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Evil evil;

    EvilException(Evil evil) {
      this.evil = evil;
    }

    private void misbehave(Evil here) {
      if (evil == here) {
        throw new UnsupportedOperationException("evil");
      }
    }

    @Override
    public synchronized Throwable getCause() {
      misbehave(GET_CAUSE);
      return null;
    }

    @Override
    public String getMessage() {
      misbehave(GET_MESSAGE);
      if (evil == MESSAGE_OVERFLOW) {
        return "" + getMessage();
      }
      return "evil";
    }

    @Override
    public String toString() {
      misbehave(TO_STRING);
      if (evil == OVERFLOW) {
        return "" + this;
      }
      return "evil";
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      misbehave(GET_STACK_TRACE);
      return new StackTraceElement[0];
    }
  }
}
