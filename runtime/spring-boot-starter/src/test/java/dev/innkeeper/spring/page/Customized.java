package dev.innkeeper.spring.page;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.spring.HostCustomizer;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** No configuration that the scan finds: a test names it. */
class Customized {

  private static final BackgroundService FEED = ServiceContext::awaitStop;

  // snippet: spring-boot-customizer
  @Bean
  HostCustomizer feed() {
    return host ->
        host.stopConcurrently()
            .background(
                "feed",
                FEED,
                s -> s.onFailure(FailurePolicy.restart().maxRestarts(5, Duration.ofMinutes(10))));
  }

  // end

  // snippet: spring-boot-second-host
  @Bean
  HostBuilder reports() {
    return Host.builder("reports").background("daily", FEED).shutdownTimeout(Duration.ofSeconds(5));
  }
  // end
}
