package dev.innkeeper.samples.embedding;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot application with a web server whose every answer needs a service of the host. Once
 * that has stopped the answer is 500.
 *
 * <p>It is no component that the scan of the sample beside it could find.
 */
public class SpringWebMain {

  private static final Logger LOG = LoggerFactory.getLogger(SpringWebMain.class);
  private static final long LOOKUP_NANOS = 20_000_000;

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(SpringWebMain.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.run(args);
  }

  @Bean
  Prices prices() {
    return new Prices();
  }

  @Bean
  ServletWebServerFactory webServer(Prices prices) {
    return initializers -> new SpringWebServer(prices::priceOfHoney);
  }

  @Bean
  ApplicationListener<WebServerInitializedEvent> listener() {
    return event -> LOG.info("Ask http://127.0.0.1:{}/", event.getWebServer().getPort());
  }

  @Bean
  HostLifecycle host(Prices prices, ApplicationContext context) {
    return new HostLifecycle(Host.builder("shop").add("prices", prices), context);
  }

  /** Can be asked while it runs. */
  static final class Prices implements HostedService {

    private volatile boolean running;

    @Override
    public void start(ServiceContext context) {
      running = true;
    }

    @Override
    public void stop(ServiceContext context) {
      running = false;
      LOG.info("No more prices");
    }

    /** Takes a little while, and must be running from its beginning to its end. */
    String priceOfHoney() {
      checkRunning();
      LockSupport.parkNanos(LOOKUP_NANOS);
      checkRunning();
      return "4.50";
    }

    private void checkRunning() {
      if (!running) {
        throw new IllegalStateException("the prices have stopped");
      }
    }
  }
}
