package dev.innkeeper.samples.shop;

import dev.innkeeper.samples.Program;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The shop under the load of wrk, some 200 requests a second, while things happen to it; started by
 * samples/shop-under-load. It prints a table, with the rate that was reached before it happened,
 * and exits with 1 if an accepted order has no mail, or an answer was neither 201 nor 503.
 */
final class ShopUnderLoad {

  private static final Duration OUTAGE = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(25);
  private static final Duration LAST_MAIL = Duration.ofMinutes(2);

  /** One row of the table. */
  private record Result(
      String what,
      double rate,
      Wrk.Answers answers,
      int mails,
      int copies,
      int missing,
      String remark) {

    boolean isGood() {
      return missing == 0 && answers.otherErrors() == 0 && answers.with(201) > 0;
    }
  }

  /** What happens to a shop under load; returns the shop that runs then, and what is to be said. */
  private interface Happening {
    Aftermath happen(Program shop) throws Exception;
  }

  private record Aftermath(Program shop, String remark) {}

  private final Duration load;
  private final Path folder;
  private final int port;

  private ShopUnderLoad(Duration load, Path folder) throws IOException {
    this.load = load;
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  public static void main(String[] args) throws Exception {
    Duration load = Duration.ofSeconds(args.length > 0 ? Integer.parseInt(args[0]) : 30);
    Path folder = Files.createTempDirectory("shop-under-load");
    ShopUnderLoad test = new ShopUnderLoad(load, folder);
    List<Result> results = new ArrayList<>();
    results.add(test.sigterm());
    results.add(test.kill());
    results.add(test.databaseGone());
    results.add(test.mailServerGone());
    results.add(test.diskFull());
    print(results);
    if (!results.stream().allMatch(Result::isGood)) {
      System.out.println("The logs of the shops are in " + folder);
      System.exit(1);
    }
    delete(folder);
  }

  /** Some hundred megabytes. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Result sigterm() throws Exception {
    try (Postbox postbox = new Postbox()) {
      String database = h2("sigterm");
      return under(
          "SIGTERM, and a new start",
          postbox,
          start(database, postbox),
          shop -> {
            long term = System.nanoTime();
            int exit = shop.terminate(STOP);
            String stopped = "exit code " + exit + " after " + since(term);
            return restarted(database, postbox, stopped);
          });
    }
  }

  private Result kill() throws Exception {
    try (Postbox postbox = new Postbox()) {
      String database = h2("kill");
      return under(
          "kill -9, and a new start",
          postbox,
          start(database, postbox),
          shop -> {
            shop.kill();
            return restarted(database, postbox, "killed");
          });
    }
  }

  private Result databaseGone() throws Exception {
    Path data = folder.resolve("postgres");
    EmbeddedPostgres[] postgres = {postgres(data, 0)}; // the one that runs
    try (Postbox postbox = new Postbox()) {
      return under(
          "PostgreSQL gone for 10 s",
          postbox,
          start(postgres[0].getJdbcUrl("postgres", "postgres"), postbox),
          shop -> {
            postgres[0].close();
            Thread.sleep(OUTAGE);
            postgres[0] = postgres(data, postgres[0].getPort());
            return new Aftermath(shop, line(shop, "The database is back"));
          });
    } finally {
      postgres[0].close();
    }
  }

  private Result mailServerGone() throws Exception {
    try (Postbox postbox = new Postbox()) {
      return under(
          "mail server gone for 10 s",
          postbox,
          start(h2("mail"), postbox),
          shop -> {
            postbox.vanish();
            Thread.sleep(OUTAGE);
            postbox.comeBack();
            return new Aftermath(shop, line(shop, "The mail server is back"));
          });
    }
  }

  private Result diskFull() throws Exception {
    try (Postbox postbox = new Postbox()) {
      return under(
          "disk full for 10 s",
          postbox,
          start(h2("disk"), postbox),
          shop -> {
            Disk.fill(shop, folder.resolve("disk.mv.db"));
            Thread.sleep(OUTAGE);
            Disk.free(shop);
            return new Aftermath(shop, line(shop, "The database is back"));
          });
    }
  }

  /** Lets it happen after a third of the load, and waits for the last mail. */
  private Result under(String what, Postbox postbox, Program first, Happening happening)
      throws Exception {
    System.out.println(what + " …");
    Program shop = first;
    try (Wrk wrk = Wrk.start(port, load, folder)) {
      Thread.sleep(load.dividedBy(3));
      double rate = wrk.rate();
      Aftermath after = happening.happen(first);
      shop = after.shop();
      Wrk.Answers answers = wrk.await();
      int missing = awaitMails(answers, postbox);
      int exit = shop.terminate(STOP);
      if (exit != 143) {
        throw new IllegalStateException("exit code " + exit + " of " + shop);
      }
      int mails = postbox.distinctIds().size();
      int copies = postbox.messageIds().size() - mails;
      return new Result(what, rate, answers, mails, copies, missing, after.remark());
    } finally {
      first.close();
      shop.close();
    }
  }

  /** How many are missing in the end. */
  private static int awaitMails(Wrk.Answers answers, Postbox postbox) throws InterruptedException {
    long begin = System.nanoTime();
    int missing = missing(answers, postbox);
    while (missing > 0 && System.nanoTime() - begin < LAST_MAIL.toNanos()) {
      Thread.sleep(200);
      missing = missing(answers, postbox);
    }
    return missing;
  }

  private static int missing(Wrk.Answers answers, Postbox postbox) {
    Set<String> mails = postbox.distinctIds();
    return (int)
        answers.accepted().stream()
            .filter(id -> !mails.contains(Mail.messageIdOf(UUID.fromString(id))))
            .count();
  }

  private Aftermath restarted(String database, Postbox postbox, String before) throws Exception {
    long begin = System.nanoTime();
    Program shop = start(database, postbox);
    return new Aftermath(shop, before + ", ready again after " + since(begin));
  }

  /** That is ready. */
  private Program start(String database, Postbox postbox) throws Exception {
    Program shop =
        Program.start(
            ShopMain.class,
            folder,
            "--port=" + port,
            "--page-port=0",
            "--database=" + database,
            "--smtp-host=127.0.0.1",
            "--smtp-port=" + postbox.port());
    shop.await("shop started");
    return shop;
  }

  private String h2(String name) {
    return Database.H2.formatted(folder.resolve(name));
  }

  private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  /** What the shop says, without the time and the thread. */
  private static String line(Program shop, String text) throws Exception {
    return shop.await(text).replaceFirst("^\\S+ +\\S+ +\\S+ +", "");
  }

  private static String since(long nanoTime) {
    return "%.1f s".formatted((System.nanoTime() - nanoTime) / 1e9);
  }

  private static void print(List<Result> results) {
    String row = "| %-25s | %8s | %7s | %6s | %5s | %5s | %10s | %8s | %6s | %5s | %7s | %s%n";
    System.out.printf(
        "%n" + row,
        "what happened",
        "a second",
        "answers",
        "201",
        "503",
        "other",
        "unanswered",
        "timeouts",
        "mails",
        "twice",
        "missing",
        "");
    for (Result result : results) {
      Wrk.Answers answers = result.answers();
      System.out.printf(
          row,
          result.what(),
          Math.round(result.rate()),
          answers.all(),
          answers.with(201),
          answers.with(503),
          answers.otherErrors(),
          answers.unanswered(),
          answers.timeouts(),
          result.mails(),
          result.copies(),
          result.missing(),
          result.remark());
    }
  }
}
