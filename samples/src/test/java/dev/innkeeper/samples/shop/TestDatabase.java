package dev.innkeeper.samples.shop;

import dev.innkeeper.dbscheduler.DurableJobs;
import dev.innkeeper.dbscheduler.DurableQueue;
import dev.innkeeper.runtime.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Handle;

/** A database with the shop's tables, in a host of its own. */
final class TestDatabase implements AutoCloseable {

  static final OrderRequest REQUEST = new OrderRequest("apple", 3, "ann@example.com", null);

  private final Database database;
  private final Host host;

  /** Jobs are written down by it, and run by whoever has a queue with its name. */
  private final DurableQueue<Confirmation> mails =
      DurableQueue.builder("mails", Confirmation.class, (Confirmation unused) -> {}).build();

  private TestDatabase(String url) {
    database = new Database(url);
    host =
        Host.builder("test")
            .add("database", database)
            .add("migrations", new Migrations(database), s -> s.dependsOn("database"))
            .build();
    host.start();
    DurableJobs.in(database::pool).queue(mails).build(); // which is no service here
  }

  static TestDatabase at(String url) {
    return new TestDatabase(url);
  }

  static TestDatabase in(Path folder) {
    return at(Database.H2.formatted(folder.resolve("shop")));
  }

  Database database() {
    return database;
  }

  DurableQueue<Confirmation> mails() {
    return mails;
  }

  /** A host that sends the mails of orders, with a queue that is no other host's. */
  Host startMailing(Mailer mailer, DurableQueue<Confirmation> queue) {
    DurableJobs jobs =
        DurableJobs.in(database::pool).queue(queue).pollEvery(Duration.ofMillis(20)).build();
    Host mailing =
        Host.builder("test")
            .add("mailer", mailer)
            .add("jobs", jobs, s -> s.dependsOn("mailer"))
            .build();
    mailing.start();
    return mailing;
  }

  /** Orders that are placed at that time. */
  Orders orders(Instant now) {
    return new Orders(database, prices(), () -> now, mails, () -> {});
  }

  Orders orders() {
    return new Orders(database, prices(), Instant::now, mails, () -> {});
  }

  /** That have been read. */
  PriceCache prices() {
    PriceCache prices = new PriceCache(database, new SplittableRandom(1));
    prices.refresh();
    return prices;
  }

  int count(String table) {
    return database.transaction(
        t -> t.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }

  List<Map<String, Object>> rows(String query) {
    return database.transaction(t -> t.createQuery(query).mapToMap().list());
  }

  void execute(String statement) {
    database.<Integer, RuntimeException>transaction((Handle t) -> t.execute(statement));
  }

  /** As if it were gone: nobody gets a connection any more. */
  void vanish() throws Exception {
    host.stop();
  }

  @Override
  public void close() {
    host.close();
  }
}
