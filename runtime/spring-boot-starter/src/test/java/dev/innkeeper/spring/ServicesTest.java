package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

class ServicesTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(InnkeeperAutoConfiguration.class));

  static class One {
    @Bean
    BackgroundService inbox() {
      return ServiceContext::awaitStop;
    }
  }

  @Test
  void aBeanThatIsAServiceRunsUnderItsName() {
    runner
        .withUserConfiguration(One.class)
        .run(context -> {
          ServiceStatus inbox = context.getBean(HostView.class).service("inbox");
          assertEquals(ServiceState.RUNNING, inbox.state());
        });
  }
}
