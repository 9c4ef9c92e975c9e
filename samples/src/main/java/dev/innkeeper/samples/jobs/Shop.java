package dev.innkeeper.samples.jobs;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** A shop that sends a mail for each order, reminders of bills, and a report each morning. */
public final class Shop {

  /** A mail to a customer. */
  public record Mail(String to, String text) {}

  /** What the shop needs from the world. */
  public interface World {

    /** Sends a mail. */
    void send(Mail mail) throws IOException;

    /** Keeps mails that were not sent. */
    void save(List<Mail> mails) throws IOException;

    /** Writes the report. */
    void report() throws IOException;
  }

  private final JobQueue<Mail, Void> mails;
  private final RecurringJob report;
  private final JobScheduler reminders;
  private final Host host;

  /** A shop in this world and time. */
  public Shop(World world, ZoneId zone, TimeSource time) {
    // snippet: queue
    mails =
        JobQueue.builder("mails", world::send)
            .workers(4)
            .capacity(1_000)
            .timeout(Duration.ofSeconds(30))
            .retry(RetryPolicy.maxRetries(5).backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)))
            .onHandBack(world::save)
            .build();
    // end
    // snippet: recurring
    report =
        RecurringJob.on(Schedule.daily(LocalTime.of(7, 0), zone))
            .timeout(Duration.ofMinutes(10))
            .failAfter(3)
            .build(run -> world.report());
    // end
    // snippet: host
    HostBuilder builder =
        Host.builder("shop").queue(mails).recurring("report", report).timeSource(time);
    reminders = builder.jobScheduler("reminders");
    host = builder.build();
    // end
  }

  /** The host of it all. */
  public Host host() {
    return host;
  }

  // snippet: submit
  /** Takes an order; waits if there are a thousand mails to be sent already. */
  public void order(String customer) throws InterruptedException {
    JobHandle<Void> confirmation = mails.submit(new Mail(customer, "Thank you."));
    confirmation.whenDone(done -> System.out.println(customer + ": " + done.state()));
  }

  // end

  // snippet: schedule
  /** Reminds a customer of a bill: in a week, and then each day, until it is paid. */
  public void bill(String number, String customer) {
    reminders.scheduleAfter(
        number,
        Duration.ofDays(7),
        run -> {
          mails.submit(new Mail(customer, "Please pay bill " + number));
          run.job().rescheduleAfter(Duration.ofDays(1));
        });
  }

  /** A bill was paid. */
  public void paid(String number) {
    reminders.find(number).ifPresent(ScheduledJob::cancel);
  }

  // end

  // snippet: operate
  /** What an operator can do. */
  public void reportNow() throws InterruptedException {
    report.runNow().await();
    System.out.println("report: " + report.status().lastOutcome());
  }
  // end
}
