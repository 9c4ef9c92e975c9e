package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/** Processes that stand for one election, on one PostgreSQL, and what befalls them. */
final class Cluster implements AutoCloseable {

  /** In which a process that goes on after a halt must see that its lease is over. */
  private static final long GRACE_MILLIS = 500;

  final Server server;
  final Ledger ledger;
  final Duration lease;

  private final Path folder;
  private final Marks marks;
  private final List<Program> running = new ArrayList<>();
  private long refused;

  Cluster(Path folder, Duration lease) throws Exception {
    this.folder = folder;
    this.lease = lease;
    server = new Server(Files.createDirectory(folder.resolve("postgres")));
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(server.url());
    ledger = new Ledger(dataSource);
    ledger.create(JdbcLeaderElection.of("work", dataSource).ddl());
    marks = new Marks(dataSource);
  }

  Program start() throws Exception {
    return start(Map.of());
  }

  Program startBehind(Forwarder way) throws Exception {
    return start(server.url(way.port()), Map.of());
  }

  Program start(Map<String, String> environment) throws Exception {
    return start(server.url(), environment);
  }

  /** The more arguments are the {@link Contender}'s. */
  private Program start(String url, Map<String, String> environment, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add(url);
    arguments.add(Long.toString(lease.toMillis()));
    arguments.addAll(List.of(more));
    Program program =
        Program.start(Contender.class, folder, environment, arguments.toArray(String[]::new));
    running.add(program);
    return program;
  }

  Program startDeaf() throws Exception {
    Program program = start(server.url(), Map.of(), "deaf");
    program.await("CANDIDATE");
    return program;
  }

  List<Program> running() {
    return List.copyOf(running);
  }

  /** Whose work has begun last; empty: it has ended as a process, or there is none yet. */
  Optional<Program> leader() throws Exception {
    long pid = ledger.lastLeader();
    return running.stream().filter(each -> each.pid() == pid).findFirst();
  }

  Program awaitLeader() throws Exception {
    Await.until(() -> leader().isPresent(), this::toString);
    return leader().orElseThrow();
  }

  Program awaitOtherLeaderThan(Program program) throws Exception {
    Await.until(() -> awaitLeader() != program, this::toString);
    return awaitLeader();
  }

  void kill(Program program) throws Exception {
    marks.add(program.pid(), Ledger.NO_TOKEN, "killed", program.kill());
    ended(program);
  }

  void terminate(Program program) throws Exception {
    marks.add(program.pid(), Ledger.NO_TOKEN, "terminated");
    assertEquals(143, program.terminate(Duration.ofSeconds(20)), program::toString);
    ended(program);
  }

  /** One that had to be abandoned ends its process, since it is a failure. */
  void forgetThoseThatHaveEnded() throws Exception {
    for (Program program : running()) {
      if (!program.isAlive()) {
        kill(program);
      }
    }
  }

  private void ended(Program program) throws Exception {
    running.remove(program);
    refused += program.count("REFUSED");
  }

  void halt(Program program) throws Exception {
    program.signal("STOP");
    marks.add(program.pid(), Ledger.NO_TOKEN, "halted");
  }

  void goOn(Program program) throws Exception {
    marks.add(program.pid(), Ledger.NO_TOKEN, "goes on");
    program.signal("CONT");
  }

  /** How many writes were refused in all. */
  long refused() throws Exception {
    long sum = refused;
    for (Program program : running) {
      sum += program.count("REFUSED");
    }
    return sum;
  }

  /** A write of a leader from now on. */
  void awaitWrite() throws Exception {
    long before = ledger.writes();
    Await.until(() -> ledger.writes() > before, this::toString);
  }

  /** At the latest when all have written what has happened to them. */
  void assertSound() throws Exception {
    marks.awaitWritten();
    Await.until(
        () -> ledger.violations(GRACE_MILLIS).isEmpty(),
        () -> ledger.violations(GRACE_MILLIS) + "\n" + this);
  }

  /** For what takes its time whatever happens. */
  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() throws IOException {
    running.forEach(Program::close);
    server.close();
  }

  @Override
  public String toString() {
    return running.stream().map(Program::toString).collect(Collectors.joining("\n"));
  }
}
