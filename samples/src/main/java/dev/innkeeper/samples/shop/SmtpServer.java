package dev.innkeeper.samples.shop;

import org.jspecify.annotations.Nullable;

/**
 * Where mails are handed in.
 *
 * @param user null: without a login
 * @param startTls whether the connection must be encrypted
 */
record SmtpServer(
    String host, int port, @Nullable String user, @Nullable String password, boolean startTls) {

  /** Without the password. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
