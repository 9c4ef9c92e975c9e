package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that boots while its cache and its broker are away.
 *
 * <p>Look at what waits: nothing for the cache, which the shop can do without; the web server for
 * the broker, whose start is tried again until the broker is there.
 */
public final class AwayAtBoot {

  private static final Logger LOG = LoggerFactory.getLogger(AwayAtBoot.class);

  private AwayAtBoot() {}

  public static void main(String[] args) throws InterruptedException {
    HostedService cache = new Client("cache", 1);
    HostedService broker = new Client("broker", 2);
    // snippet: away-at-boot
    try (Host host =
        Host.builder("shop")
            .add("cache", cache, s -> s.onStartFailure(FailurePolicy.ignore()))
            .add(
                "broker",
                broker,
                s ->
                    s.onStartFailure(
                        FailurePolicy.restart()
                            .backoff(Duration.ofMillis(200), Duration.ofSeconds(10))
                            .maxRestarts(5, Duration.ofMinutes(10))))
            .add("web", context -> LOG.info("Listens"), s -> s.dependsOn("cache", "broker"))
            .startupTimeout(Duration.ofMinutes(2))
            .build()) {
      host.start();
      LOG.info("{}, and the cache is {}", host.state(), host.service("cache").state());
      host.control("cache").start(); // later, when it is back
      LOG.info("The cache is {}", host.service("cache").state());
    }
    // end
  }

  /** Of something that is away for so many attempts to connect. */
  private static final class Client implements HostedService {

    private final String name;
    private int away;

    Client(String name, int away) {
      this.name = name;
      this.away = away;
    }

    @Override
    public void start(ServiceContext context) throws IOException {
      if (away-- > 0) {
        throw new IOException("the " + name + " refuses the connection");
      }
      LOG.info("Connected to the {}", name);
    }
  }
}
