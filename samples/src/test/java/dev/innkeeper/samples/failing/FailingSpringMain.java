package dev.innkeeper.samples.failing;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.samples.embedding.HostLifecycle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;

/**
 * A Spring Boot application whose service fails: with an argument in its start, else in its work.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
public class FailingSpringMain {

  private static final Logger LOG = LoggerFactory.getLogger(FailingSpringMain.class);

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(FailingSpringMain.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setKeepAlive(true);
    application.run(args);
  }

  @Bean
  ApplicationListener<ContextClosedEvent> listener() {
    return event -> LOG.info("The context closes");
  }

  @Bean
  HostLifecycle host(ApplicationArguments arguments, ApplicationContext context) {
    boolean atTheStart = !arguments.getNonOptionArgs().isEmpty();
    Map<String, HostedService> services = new LinkedHashMap<>();
    services.put("migrations", start -> failIf(atTheStart));
    BackgroundService inbox = work -> failIf(!work.awaitStop(Duration.ofMillis(500)));
    services.put("inbox", inbox);
    return new HostLifecycle(Host.builder("orders").addAll(services), context);
  }

  private static void failIf(boolean failing) {
    if (failing) {
      throw new IllegalStateException("no connection");
    }
  }
}
