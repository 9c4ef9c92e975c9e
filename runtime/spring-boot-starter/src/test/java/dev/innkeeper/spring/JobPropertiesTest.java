package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** Properties of queues, jobs, and of the restarts of a service. */
class JobPropertiesTest {

  private static final Instant NOON = Instant.parse("2026-03-27T12:00:00Z");

  static class Shop {
    @Bean
    ManualTimeSource time() {
      return new ManualTimeSource(NOON);
    }

    @Bean
    JobQueue<String, Void> outMails() {
      return JobQueue.<String>builder("outMails", mail -> {}).build();
    }

    @Bean
    RecurringJob cleanup() {
      return RecurringJob.every(Duration.ofHours(1)).build(run -> {});
    }

    @Bean
    BackgroundService failing() {
      return context -> {
        throw new IllegalStateException("it fails");
      };
    }
  }

  private final ApplicationContextRunner shop =
      Contexts.with(Shop.class)
          .withPropertyValues(
              "innkeeper.exit-when-stopped=false", "innkeeper.services.failing.on-failure=ignore");

  @Test
  void aQueueHasTheWorkersThatItsPropertySays() {
    shop.withPropertyValues("innkeeper.queues.out-mails.workers=8")
        .run(context -> assertEquals(8, context.getBean("outMails", JobQueue.class).workers()));
  }

  @Test
  void aJobIsDueWhenItsPropertySays() {
    shop.withPropertyValues("innkeeper.jobs.cleanup.every=10m")
        .run(context ->
            assertEquals(
                NOON.plus(Duration.ofMinutes(10)),
                context.getBean(RecurringJob.class).status().nextDue().orElseThrow()));
  }

  @Test
  void aServiceThatIsNotEnabledIsNotInTheHost() {
    shop.withPropertyValues("innkeeper.services.failing.enabled=false")
        .run(context -> assertEquals(List.of("outMails", "cleanup"), Contexts.names(context)));
  }

  @Test
  void aLimitOfRestartsWithoutARestartIsAFailureThatNamesTheProperty() {
    shop.withPropertyValues("innkeeper.services.failing.restart.max-restarts=3")
        .run(context -> {
          Throwable failure = context.getStartupFailure();
          assertNotNull(failure);
          String said = Contexts.analysis(failure).getDescription();
          assertEquals(
              "The property 'innkeeper.services.failing.restart.max-restarts' with the value '3'",
              said.substring(0, said.indexOf(", from")));
        });
  }

  @Test
  void aQueueThatIsNotThereIsAFailureThatNamesTheProperty() {
    shop.withPropertyValues("innkeeper.queues.mails.workers=3")
        .run(context -> {
          Throwable failure = context.getStartupFailure();
          assertNotNull(failure);
          String said = Contexts.analysis(failure).getDescription();
          assertEquals(
              "The property 'innkeeper.queues.mails.workers' with the value '3'",
              said.substring(0, said.indexOf(", from")));
        });
  }
}
