package dev.innkeeper.samples.shop;

/** The mail server is there, and does not want this mail. */
final class MailRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  MailRefusedException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
