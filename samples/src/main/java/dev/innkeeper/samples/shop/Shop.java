package dev.innkeeper.samples.shop;

import dev.innkeeper.dbscheduler.DurableJobs;
import dev.innkeeper.dbscheduler.DurableQueue;
import dev.innkeeper.ops.OpsPage;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The shop: its services, what depends on what, and how each is treated. */
final class Shop {

  /** When it would be known whether the mail server is there. */
  private static final Set<ServiceState> SENDING =
      EnumSet.of(ServiceState.RUNNING, ServiceState.STOPPING);

  private final Activity activity = new Activity();
  private final boolean hasMailServer;
  private final Mailer mailer;
  private final HttpServer http;
  private final OpsPage page;
  private final Host host;

  /**
   * A shop yet to be started.
   *
   * @throws IllegalArgumentException if an option for the host is not allowed
   */
  Shop(ShopConfig config) {
    InstantSource clock = InstantSource.system();
    Database database = new Database(config.database());
    PriceCache prices = new PriceCache(database, new SplittableRandom());
    DailyReport report = new DailyReport(database, config.zone());
    MailServer mailServer = new MailServer();
    SmtpServer smtp = config.smtp();
    hasMailServer = smtp == null;
    mailer =
        new Mailer(
            database,
            smtp == null ? mailServer::address : () -> smtp,
            config.mailFrom(),
            clock,
            activity::mailSent);
    // snippet: mails
    DurableQueue<Confirmation> mails =
        DurableQueue.builderWithAttempt("mails", Confirmation.class, mailer::send)
            .workers(4)
            .retry(RetryPolicy.maxRetries(50).backoff(Duration.ofSeconds(2), Duration.ofHours(1)))
            .build();
    DurableJobs jobs =
        DurableJobs.in(database::pool)
            .queue(mails)
            .heartbeat(Duration.ofSeconds(5)) // four missed, and a shop is dead
            .build();
    // end
    Orders orders = new Orders(database, prices, clock, mails, activity::orderPlaced);
    HttpApi api =
        new HttpApi(orders, prices, new RequestGuard(config.hosts()), this::isLive, this::isReady);
    http = new HttpServer(config.bind(), config.port(), api);
    RecurringJob reportJob =
        RecurringJob.on(Schedule.daily(LocalTime.MIDNIGHT, config.zone()))
            .timeout(Duration.ofMinutes(1))
            .build(report::run);
    RecurringJob activityJob =
        RecurringJob.every(Duration.ofSeconds(10)).build(run -> activity.log());

    // snippet: page
    page =
        config
            .page()
            .builder()
            .figure("Orders", activity::orders)
            .figure("Mails sent", activity::mails)
            .figure("Mail server", this::mailServerInWords)
            .build();
    // end
    // snippet: graph
    HostBuilder builder =
        Host.builder("shop")
            .install(page)
            .add("database", database)
            .add("migrations", new Migrations(database), s -> s.dependsOn("database"))
            .add("prices", prices, s -> s.dependsOn("migrations").onFailure(restart()))
            .add("mailer", mailer, this::forMailer)
            .add("jobs", jobs, s -> s.dependsOn("migrations", "mailer").onFailure(restart()))
            .recurring("report", reportJob, s -> s.dependsOn("migrations"))
            .recurring("activity", activityJob)
            .add("http", http, s -> s.dependsOn("prices", "jobs", "report"))
            .startConcurrently()
            .stopConcurrently()
            .shutdownTimeout(Duration.ofSeconds(25))
            .settings(config.host());
    if (hasMailServer) {
      builder.add("mailserver", mailServer);
    }
    host = builder.build();
    // end
  }

  private void forMailer(ServiceOptions options) {
    if (hasMailServer) {
      options.dependsOn("mailserver");
    }
  }

  /** Both wait for a database that is gone; this is for what nobody thought of. */
  private static RestartPolicy restart() {
    return FailurePolicy.restart();
  }

  private String mailServerInWords() {
    if (!SENDING.contains(host.service("jobs").state())) {
      return "unknown: no mails are sent now";
    }
    return mailer.isWithoutServer() ? "gone" : "there";
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

  /** Where the page is, after the start. */
  int pagePort() {
    return page.port();
  }
}
