package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.FailurePolicy;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.RecurringJob;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.SplittableRandom;

/** The shop: its services, what depends on what, and how each is treated. */
final class Shop {

  private final boolean hasMailServer;
  private final HttpServer http;
  private final Host host;

  /**
   * A shop yet to be started.
   *
   * @throws IllegalArgumentException if an option for the host is not allowed
   */
  Shop(ShopConfig config) {
    InstantSource clock = InstantSource.system();
    Activity activity = new Activity();
    Database database = new Database(config.database());
    PriceCache prices = new PriceCache(database, new SplittableRandom());
    DailyReport report = new DailyReport(database, config.zone());
    MailServer mailServer = new MailServer();
    SmtpServer smtp = config.smtp();
    hasMailServer = smtp == null;
    Mailer mailer =
        new Mailer(
            database,
            smtp == null ? mailServer::address : () -> smtp,
            config.mailFrom(),
            clock,
            activity::mailSent);
    Orders orders =
        new Orders(
            database,
            prices,
            clock,
            () -> {
              activity.orderPlaced();
              mailer.wake();
            });
    HttpApi api = new HttpApi(orders, prices, this::isLive, this::isReady);
    http = new HttpServer(config.bind(), config.port(), List.of(api));

    // snippet: graph
    HostBuilder builder =
        Host.builder("shop")
            .add("database", database)
            .add("migrations", new Migrations(database), s -> s.dependsOn("database"))
            .add("prices", prices, s -> s.dependsOn("migrations").onFailure(restart()))
            .add("mailer", mailer, this::forMailer)
            .recurring(
                "report",
                RecurringJob.on(Schedule.daily(LocalTime.MIDNIGHT, config.zone()))
                    .timeout(Duration.ofMinutes(1))
                    .build(report::run),
                s -> s.dependsOn("migrations"))
            .recurring("activity", Duration.ofSeconds(10), run -> activity.log())
            .add("http", http, s -> s.dependsOn("prices", "mailer", "report"))
            .startConcurrently()
            .stopConcurrently()
            .shutdownTimeout(Duration.ofSeconds(25))
            .options(config.host());
    if (hasMailServer) {
      builder.add("mailserver", mailServer);
    }
    host = builder.build();
    // end
  }

  /** Asked to stop, it has ten seconds for what is in the outbox. */
  private void forMailer(ServiceOptions options) {
    options.dependsOn("migrations").onFailure(restart()).interruptAfter(Duration.ofSeconds(10));
    if (hasMailServer) {
      options.dependsOn("mailserver");
    }
  }

  /** Both wait for a database that is gone; this is for what nobody thought of. */
  private static FailurePolicy restart() {
    return FailurePolicy.restart();
  }

  private boolean isLive() {
    return host.isLive();
  }

  private boolean isReady() {
    return host.isReady();
  }

  Host host() {
    return host;
  }

  /** Where it listens, after the start. */
  int port() {
    return http.port();
  }
}
