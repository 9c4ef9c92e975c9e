package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.samples.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The page over HTTP in a host of its own, with services that depend on each other (top, upper,
 * lower, page), one that has failed, and a job that fails when it is run.
 */
final class RunningPage implements AutoCloseable {

  static final String TOKEN = "0123456789abcdef";
  static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN;
  private static final String EVIL = "<script>secret</script>";

  final List<HostEvent> events = new CopyOnWriteArrayList<>();
  private final Page page;
  private final Host host;
  private volatile boolean canStart = true;

  private RunningPage(boolean isLoopback, String mailServer, Duration patience) {
    RecurringJob job =
        RecurringJob.every(Duration.ofDays(1))
            .build(run -> {
              throw new IllegalStateException(EVIL);
            });
    Watched watched =
        new Watched(
            this::host,
            "test",
            "page",
            Map.of("job", new Ticks()),
            Map.of("job", job),
            () -> new Watched.Figures(1, 2, 3, mailServer),
            InstantSource.system());
    page =
        new Page(
            new PageConfig("127.0.0.1", 0, isLoopback, TOKEN, false, List.of("shop.example.com")),
            watched,
            new Ticks());
    host =
        Host.builder("test")
            .add("page", page, s -> s.interruptAfter(patience))
            .add("lower", context -> {}, s -> s.dependsOn("page"))
            .add("upper", context -> failUnlessItCanStart(), s -> s.dependsOn("lower"))
            .add("top", context -> {}, s -> s.dependsOn("upper"))
            .background(
                "failing",
                context -> {
                  throw new IllegalStateException(EVIL);
                },
                s -> s.dependsOn("page").onFailure(FailurePolicy.ignore()))
            .recurring("job", job, s -> s.dependsOn("page"))
            .listener(page)
            .listener(events::add)
            .build();
  }

  /** On a loopback address, where what is no secret is shown to anyone. */
  static RunningPage onLoopback() throws Exception {
    return new RunningPage(true, "there", Duration.ofSeconds(20)).start();
  }

  /** On an address that others reach. */
  static RunningPage beyondLoopback() throws Exception {
    return new RunningPage(false, "there", Duration.ofSeconds(20)).start();
  }

  /** A page that has much to show, and whose stop does not wait long for its readers. */
  static RunningPage withMuchToShow(int characters, Duration patience) throws Exception {
    return new RunningPage(true, "x".repeat(characters), patience).start();
  }

  private RunningPage start() throws Exception {
    host.start();
    Await.until(() -> state("failing") != ServiceState.RUNNING, () -> "it does not fail");
    assertEquals(ServiceState.FAILED, state("failing"));
    return this;
  }

  private void failUnlessItCanStart() {
    if (!canStart) {
      throw new IllegalStateException("it cannot start");
    }
  }

  /** From now on, 'upper' does not start. */
  void upperCannotStart() {
    canStart = false;
  }

  Host host() {
    return host;
  }

  ServiceState state(String service) {
    return host.service(service).state();
  }

  RawHttp send(String request, String... headers) throws IOException {
    return new RawHttp(page.port(), request, headers);
  }

  int status(String request, String... headers) throws IOException {
    try (RawHttp answer = send(request, headers)) {
      return answer.status;
    }
  }

  String body(String request, String... headers) throws IOException {
    try (RawHttp answer = send(request, headers)) {
      return answer.body();
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
