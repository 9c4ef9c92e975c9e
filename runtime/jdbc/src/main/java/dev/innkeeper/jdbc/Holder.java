package dev.innkeeper.jdbc;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this process is named in the table, for people to read. */
final class Holder {

  private Holder() {}

  static String description() {
    String text = hostName() + " pid " + ProcessHandle.current().pid();
    return text.substring(Math.max(0, text.length() - LeaseTable.HELD_BY_LENGTH));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
