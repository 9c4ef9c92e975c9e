package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

class ManualTimeTest {

  private static final Duration SLOW = Duration.ofSeconds(3);

  /** Takes its time to start and to stop. */
  static class Slow implements HostedService {
    @Override
    public void start(ServiceContext context) throws InterruptedException {
      context.awaitStop(SLOW);
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      long deadline = context.timeSource().nanoTimeAfter(SLOW);
      context.timeSource().await(this, deadline, () -> false);
    }
  }

  static class Timed {
    @Bean
    ManualTimeSource time() {
      return new ManualTimeSource(Instant.EPOCH);
    }

    @Bean
    HostedService slow() {
      return new Slow();
    }

    @Bean
    RecurringJob hourly() {
      return RecurringJob.every(Duration.ofHours(1)).build(run -> {});
    }
  }

  @Test
  void aTimeSourceThatIsABeanIsTheTimeOfTheHostAndStartAndCloseLetAsMuchPassAsTheyNeed() {
    Contexts.with(Timed.class)
        .withPropertyValues("innkeeper.drain-delay=5s")
        .run(context -> {
          ManualTimeSource time = context.getBean(ManualTimeSource.class);
          assertEquals(Instant.EPOCH.plus(SLOW), time.instant());

          time.advance(Duration.ofHours(3));
          HostView host = Contexts.host(context);
          assertEquals(3, context.getBean(RecurringJob.class).status().runs());
          context.close();

          assertEquals(ServiceState.STOPPED, host.service("slow").state());
          assertEquals(
              Instant.EPOCH.plus(SLOW).plus(Duration.ofHours(3)).plusSeconds(5).plus(SLOW),
              time.instant());
        });
  }
}
