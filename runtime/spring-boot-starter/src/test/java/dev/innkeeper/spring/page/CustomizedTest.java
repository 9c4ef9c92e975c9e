package dev.innkeeper.spring.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.spring.InnkeeperAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CustomizedTest {

  @Test
  void whatThePageShowsWorks() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(InnkeeperAutoConfiguration.class))
        .withUserConfiguration(Customized.class)
        .run(context ->
            assertEquals("feed", context.getBean(HostView.class).service("feed").name()));
  }
}
