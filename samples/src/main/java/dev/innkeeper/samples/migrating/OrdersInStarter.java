package dev.innkeeper.samples.migrating;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** After: beans that the starter's host runs. */
// snippet: orders-in-starter
@Configuration
public class OrdersInStarter {

  @Bean
  JobQueue<String, Void> mails(Mailer mailer) {
    return JobQueue.builder("mails", mailer::confirm)
        .workers(4)
        .retry(RetryPolicy.maxRetries(3))
        .onHandBack(mailer::keep)
        .build();
  }

  @Bean
  RecurringJob poll(Inbox inbox, JobQueue<String, Void> mails) { // stops before "mails"
    return RecurringJob.every(Duration.ofSeconds(30))
        .initialRun()
        .build(run -> {
          for (String order : inbox.read()) {
            mails.submit(order);
          }
        });
  }

  @Bean
  RecurringJob cleanUp(Mailer mailer) {
    return RecurringJob.on(Schedule.daily(LocalTime.of(3, 0), ZoneId.of("Europe/Berlin")))
        .build(run -> mailer.deleteBefore(run.scheduled().minus(Duration.ofDays(30))));
  }
}
// end
