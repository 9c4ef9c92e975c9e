package dev.innkeeper.samples.shop;

/** The database cannot be asked now; what was asked of it may be tried again later. */
final class DatabaseUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DatabaseUnavailableException(Throwable cause) {
    super("the database is not available", cause);
  }
}
