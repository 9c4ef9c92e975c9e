package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same five services, started and stopped one after the other, and then each as soon as it can.
 *
 * <p>The database, the cache and the search wait for the configuration, and the web server for all
 * of them. Look at the times at the end: in sequence they add up, and concurrently it is the
 * longest path that counts: configuration, one of the three, web server.
 */
public final class SequentialOrConcurrent {

  private static final Logger LOG = LoggerFactory.getLogger(SequentialOrConcurrent.class);

  private SequentialOrConcurrent() {}

  public static void main(String[] args) {
    LOG.info("In sequence");
    String sequential = startAndStop(services("sequential"));

    LOG.info("Concurrently");
    String concurrent = startAndStop(services("concurrent").startConcurrently().stopConcurrently());

    LOG.info("In sequence:  {}", sequential);
    LOG.info("Concurrently: {}", concurrent);
  }

  private static HostBuilder services(String host) {
    return Host.builder(host)
        .add("config", new Slow(200))
        .add("database", new Slow(600), s -> s.dependsOn("config"))
        .add("cache", new Slow(600), s -> s.dependsOn("config"))
        .add("search", new Slow(600), s -> s.dependsOn("config"))
        .add("web", new Slow(200), s -> s.dependsOn("database", "cache", "search"));
  }

  private static String startAndStop(HostBuilder builder) {
    Host host = builder.build();
    long begin = System.nanoTime();
    host.start();
    long started = System.nanoTime();
    host.close();
    long stopped = System.nanoTime();
    return String.format(
        Locale.ROOT,
        "started in %,d ms, stopped in %,d ms",
        Duration.ofNanos(started - begin).toMillis(),
        Duration.ofNanos(stopped - started).toMillis());
  }

  /** Takes that many milliseconds to start, and half as many to stop. */
  private record Slow(long millis) implements HostedService {

    @Override
    public void start(ServiceContext context) throws InterruptedException {
      LOG.info("{} starts", context.name());
      Thread.sleep(millis);
      LOG.info("{} has started", context.name());
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      LOG.info("{} stops", context.name());
      Thread.sleep(millis / 2);
      LOG.info("{} has stopped", context.name());
    }
  }
}
