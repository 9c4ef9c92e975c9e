package dev.innkeeper.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that can be stopped and started, and keeps what it has committed. */
final class Server implements AutoCloseable {

  private final Path folder;
  private final int port;
  private EmbeddedPostgres running;

  Server(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    start();
  }

  void start() throws IOException {
    running =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setPort(port)
            // Else a takeover that was answered could be forgotten, and its token given again.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  void stop() throws IOException {
    running.close();
  }

  /** Connections stay open, and nothing comes back on them, until SIGCONT. */
  void signal(String name) throws IOException, InterruptedException {
    long postmaster = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0));
    ProcessHandle parent = ProcessHandle.of(postmaster).orElseThrow();
    List<String> pids =
        Stream.concat(Stream.of(parent), parent.descendants())
            .map(handle -> Long.toString(handle.pid()))
            .toList();
    ProcessBuilder kill = new ProcessBuilder("kill", "-" + name);
    kill.command().addAll(pids);
    kill.start().waitFor(); // not 0 if a connection has just ended
  }

  /**
   * A process that is halted in the middle of a transaction loses that transaction, as the
   * documentation of {@link JdbcLeaderElection#verify} advises.
   */
  String url() {
    return url(port);
  }

  int port() {
    return port;
  }

  /** By another way. */
  String url(int throughPort) {
    return "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(throughPort)
        + "&connectTimeout=2&socketTimeout=3"
        + "&options=-c%20idle_in_transaction_session_timeout=500";
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
