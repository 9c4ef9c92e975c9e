package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/** Processes that stand for one election, on one PostgreSQL, and what befalls them. */
final class Cluster implements AutoCloseable {

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

  Program start(Map<String, String> environment) throws Exception {
    Program program =
        Program.start(
            Contender.class, folder, environment, server.url(), Long.toString(lease.toMillis()));
    running.add(program);
    return program;
  }

  List<Program> running() {
    return List.copyOf(running);
  }

  /** The one with a greater token than this, once its work has begun. */
  Program leaderAfter(long token) throws Exception {
    Await.until(() -> ledger.leader()[0] > token, this::toString);
    long[] leader = ledger.leader();
    return running.stream()
        .filter(each -> each.pid() == leader[1])
        .findFirst()
        .orElseThrow(() -> new AssertionError(Arrays.toString(leader) + " is not in\n" + this));
  }

  long token() throws Exception {
    return ledger.leader()[0];
  }

  void kill(Program program) throws Exception {
    program.kill();
    marks.add(program.pid(), Ledger.NO_TOKEN, "killed");
    ended(program);
  }

  void terminate(Program program) throws Exception {
    marks.add(program.pid(), Ledger.NO_TOKEN, "terminated");
    assertEquals(143, program.terminate(Duration.ofSeconds(20)), program::toString);
    ended(program);
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

  void mark(String what) {
    marks.add(0, Ledger.NO_TOKEN, what);
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

  void assertSound() throws Exception {
    marks.awaitWritten();
    assertEquals(List.of(), ledger.violations(lease.toMillis()), this::toString);
  }

  @Override
  public void close() throws Exception {
    running.forEach(Program::close);
    server.close();
  }

  @Override
  public String toString() {
    return running.stream().map(Program::toString).collect(Collectors.joining("\n"));
  }
}
