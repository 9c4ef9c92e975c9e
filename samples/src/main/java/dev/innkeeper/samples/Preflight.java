package dev.innkeeper.samples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Looks for what another process may hold before a host starts, so that it is said in a line and
 * not by a failed start, with its stacks and its report.
 *
 * <p>It promises nothing: what is free now may be taken a moment later, and then the start fails.
 */
public final class Preflight {

  /** How long a database may take to answer. */
  private static final int SECONDS = 5;

  /** A check that is not passed; its message is for the user. */
  public static final class FailedException extends Exception {

    private static final long serialVersionUID = 1;

    FailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Preflight() {}

  /** That this address can be listened on; port zero is any that is free. */
  public static void listen(InetSocketAddress address) throws FailedException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as servers do: connections of the one before are no obstacle
      socket.bind(address);
    } catch (IOException e) {
      String where = address.getHostString() + " port " + address.getPort();
      throw new FailedException("cannot listen on " + where + ": " + e.getMessage(), e);
    }
  }

  /** That this database can be connected to. */
  public static void database(String url) throws FailedException {
    DriverManager.setLoginTimeout(SECONDS);
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.getMetaData();
    } catch (SQLException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new FailedException("cannot connect to the database: " + why, e);
    }
  }

  /** Says it, and ends the process. */
  public static void exit(String program, FailedException failure) {
    System.err.println(program + ": " + failure.getMessage());
    System.exit(1);
  }
}
