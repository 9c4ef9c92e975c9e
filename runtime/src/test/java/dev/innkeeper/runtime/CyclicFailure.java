package dev.innkeeper.runtime;

/** How the causes of an exception, or what it suppresses, go round in a circle. */
enum CyclicFailure {
  /** Its cause has it as its cause. */
  CAUSE_OF_ITS_CAUSE {
    @Override
    RuntimeException exception() {
      RuntimeException first = new IllegalStateException("first");
      RuntimeException second = new IllegalStateException("second", first);
      first.initCause(second);
      return first;
    }
  },
  /** As no constructor of {@link Throwable} would have it. */
  CAUSE_OF_ITSELF {
    @Override
    RuntimeException exception() {
      return new ItsOwnCause();
    }
  },
  SUPPRESSED_BY_WHAT_IT_SUPPRESSES {
    @Override
    RuntimeException exception() {
      RuntimeException first = new IllegalStateException("first");
      RuntimeException second = new IllegalStateException("second");
      first.addSuppressed(second);
      second.addSuppressed(first);
      return first;
    }
  },
  SUPPRESSED_BY_ITS_CAUSE {
    @Override
    RuntimeException exception() {
      RuntimeException cause = new IllegalStateException("cause");
      RuntimeException first = new IllegalStateException("first", cause);
      cause.addSuppressed(first);
      return first;
    }
  };

  abstract RuntimeException exception();

  private static final class ItsOwnCause extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ItsOwnCause() {
      super("first");
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it has no state
    public Throwable getCause() {
      return this;
    }
  }
}
