package dev.innkeeper.samples.migrating;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import java.time.Duration;

/** After: the same work in a host. */
public final class OrdersInHost {

  private OrdersInHost() {}

  // snippet: orders-in-host
  /** Returns when the program is to end, by SIGTERM or Ctrl-C. */
  public static void run(Inbox inbox, Mailer mailer) {
    JobQueue<String, Void> mails =
        JobQueue.builder("mails", mailer::confirm)
            .workers(4)
            .retry(RetryPolicy.maxRetries(3))
            .onHandBack(mailer::keep) // gets the orders that a stop leaves
            .build();
    RecurringJob poll =
        RecurringJob.every(Duration.ofSeconds(30))
            .initialRun()
            .build(run -> {
              for (String order : inbox.read()) {
                mails.submit(order); // waits when the queue is full
              }
            });
    Host.builder("orders")
        .queue(mails)
        .recurring("poll", poll, s -> s.dependsOn("mails")) // stops before the queue does
        .shutdownTimeout(Duration.ofSeconds(20))
        .build()
        .run();
  }
  // end
}
