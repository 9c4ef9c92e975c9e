package dev.innkeeper.spring.page;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.spring.HostedOptions;
import dev.innkeeper.spring.OnFailure;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application whose beans are services. */
// snippet: spring-boot-starter
@SpringBootApplication
public class MailerMain {

  public static void main(String[] args) {
    SpringApplication.run(MailerMain.class, args);
  }

  @Bean
  JobQueue<String, Void> mails(Archive archive) {
    return JobQueue.<String>builder("mails", archive::send).workers(4).build();
  }

  @Bean
  @HostedOptions(onFailure = OnFailure.RESTART, stopTimeout = "10s")
  BackgroundService inbox(JobQueue<String, Void> mails) { // starts after "mails", stops before
    return context -> {
      try (PeriodicTimer timer = context.timer(Duration.ofMinutes(1))) {
        while (timer.waitForNextTick()) {
          mails.submit("what has come");
        }
      }
    };
  }

  @Bean
  RecurringJob cleanup(Archive archive) {
    return RecurringJob.on(Schedule.daily(LocalTime.of(3, 0), ZoneId.of("Europe/Berlin")))
        .build(run -> archive.clean(run.scheduled()));
  }
}
// end
