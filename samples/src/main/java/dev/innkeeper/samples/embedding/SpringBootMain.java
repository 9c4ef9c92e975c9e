package dev.innkeeper.samples.embedding;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot application whose services are beans, in a host that is a part of its context.
 *
 * <p>Look at the end, on Ctrl-C: it is Spring's shutdown hook that closes the context, and with it
 * the host, in order. Its services' names are those of the beans.
 */
// snippet: spring-boot
@SpringBootApplication(proxyBeanMethods = false)
public class SpringBootMain {

  private static final Logger LOG = LoggerFactory.getLogger(SpringBootMain.class);

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(SpringBootMain.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setKeepAlive(true); // a host's threads are daemons, and there is no web server
    application.run(args);
  }

  @Bean
  HostedService migrations() {
    return context -> LOG.info("Migrated");
  }

  @Bean
  BackgroundService inbox() {
    return context -> {
      try (PeriodicTimer timer = context.timer(Duration.ofSeconds(1))) {
        while (timer.waitForNextTick()) {
          LOG.info("Polled");
        }
      }
    };
  }

  @Bean
  HostLifecycle host(Map<String, HostedService> services, ApplicationContext context) {
    return new HostLifecycle(
        Host.builder("orders").addAll(services).shutdownTimeout(Duration.ofSeconds(25)), context);
  }
}
// end
