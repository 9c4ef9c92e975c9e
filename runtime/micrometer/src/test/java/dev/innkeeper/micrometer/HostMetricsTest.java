package dev.innkeeper.micrometer;

import static dev.innkeeper.micrometer.Shop.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a registry shows of a host. */
class HostMetricsTest {

  private final Shop shop = new Shop();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** In an order of its own, and without the greatest of a time, which goes by the real clock. */
  private static String sorted(String scrape) {
    return Arrays.stream(scrape.split("(?=# HELP )"))
        .filter(meter -> !meter.contains("_max "))
        .map(meter ->
            meter.lines().limit(2).collect(Collectors.joining("\n", "", "\n"))
                + meter.lines().skip(2).sorted().collect(Collectors.joining("\n", "", "\n")))
        .sorted()
        .collect(Collectors.joining());
  }

  private static String golden(String name) throws IOException {
    try (var file =
        Objects.requireNonNull(HostMetricsTest.class.getResourceAsStream("/golden/" + name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isWhatTheGoldenScrapeShows() throws Exception {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Host host = shop.start(prometheus);
    shop.work();
    assertEquals(golden("scrape.txt"), sorted(prometheus.scrape()));
    shop.time.drive(host::stop);
  }

  @Test
  void isAllCountersAndTimersWhenTheHostHasStopped() throws Exception {
    Host host = shop.start(registry);
    shop.work();
    shop.time.drive(host::stop);
    assertEquals(
        Set.of(
            "innkeeper.host.start",
            "innkeeper.host.stop",
            "innkeeper.job.active",
            "innkeeper.job.lateness",
            "innkeeper.job.run",
            "innkeeper.service.failures",
            "innkeeper.service.restarts",
            "innkeeper.service.start",
            "innkeeper.service.stop"),
        names());
    assertEquals(1, registry.get("innkeeper.host.stop").tag("outcome", "clean").timer().count());
    assertEquals(
        6,
        registry.get("innkeeper.service.stop").timers().stream().mapToLong(t -> t.count()).sum());
    assertEquals(0, registry.get("innkeeper.job.active").longTaskTimer().activeTasks());
  }

  private Set<String> names() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(Meter.Id::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void hasNoTagsButNamesAndKinds() throws Exception {
    Host host = shop.start(registry);
    shop.work();
    Set<String> values =
        registry.getMeters().stream()
            .flatMap(meter -> meter.getId().getTags().stream())
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .filter(tag -> !tag.startsWith("state=") && !tag.startsWith("outcome="))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "error.type=IOException",
            "error.type=IllegalStateException",
            "error.type=none",
            "host=shop",
            "service=db",
            "service=inbox",
            "service=mails",
            "service=reminders",
            "service=report",
            "trigger=schedule"),
        values);
    shop.time.drive(host::stop);
  }

  @Test
  void showsAQueueThatIsFull() throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    JobQueue<Integer, Integer> queue =
        JobQueue.<Integer, Integer>builderWithResult(
                "slow",
                (item, attempt) -> {
                  attempt.context().awaitStop(seconds(60));
                  return item;
                })
            .capacity(3)
            .build();
    Host host =
        Host.builder("shop")
            .timeSource(time)
            .install(HostMetrics.to(registry))
            .queue(queue)
            .build();
    time.drive(host::start);
    for (int i = 0; i < 3; i++) {
      int item = i;
      time.drive(() -> queue.submit(item));
    }
    time.advance(seconds(5));
    assertEquals(
        List.of(2.0, 0.0, 1.0), List.of(jobs("waiting"), jobs("delayed"), jobs("running")));
    assertEquals(5_000, registry.get("innkeeper.queue.oldest").timeGauge().value() * 1_000);
    assertEquals(3, registry.get("innkeeper.queue.capacity").gauge().value());
    time.drive(host::stop);
  }

  private double jobs(String state) {
    return registry.get("innkeeper.queue.jobs").tag("state", state).gauge().value();
  }

  @Test
  void isOfEachHostThatItIsInstalledIn() throws Exception {
    HostMetrics metrics = HostMetrics.to(registry);
    ManualTimeSource time = new ManualTimeSource();
    Host first = Host.builder("first").timeSource(time).install(metrics).build();
    Host second = Host.builder("second").timeSource(time).install(metrics).build();
    time.drive(first::start);
    time.drive(second::start);
    assertEquals(2, registry.get("innkeeper.host.ready").gauges().size());
    time.drive(first::stop);
    assertEquals("second", registry.get("innkeeper.host.ready").gauge().getId().getTag("host"));
    time.drive(second::stop);
  }

  @Test
  void isNothingInARegistryWithoutBackends() throws Exception {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    Host host = shop.start(composite);
    shop.work();
    assertTrue(shop.time.drive(host::stop).in(ServiceState.ABANDONED).isEmpty());
  }

  @Test
  void needsARegistry() {
    assertThrows(NullPointerException.class, () -> HostMetrics.to(null));
  }
}
