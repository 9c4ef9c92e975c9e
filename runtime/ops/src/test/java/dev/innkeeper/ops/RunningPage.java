package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * The page over HTTP in a host of its own, with services that depend on each other (top, upper,
 * lower), one that has failed, a job that fails when it is run, a queue that fails what is bad, and
 * a scheduler.
 */
final class RunningPage implements AutoCloseable {

  static final String TOKEN = "0123456789abcdef";
  static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN;
  static final String EVIL = "<script>secret</script>";

  final List<HostEvent> events = new CopyOnWriteArrayList<>();
  final JobScheduler scheduler = JobScheduler.builder("reminders").build();
  final JobQueue<String, Void> queue =
      JobQueue.builder("mails", RunningPage::deliver).workers(2).capacity(10).build();
  final RecurringJob job =
      RecurringJob.every(Duration.ofDays(1))
          .build(run -> {
            throw new IllegalStateException(EVIL);
          });
  final OpsPage page;
  final Host host;
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile boolean canStart = true;

  private RunningPage(OpsPageBuilder page, UnaryOperator<HostBuilder> more) {
    this.page = page.build();
    host =
        more.apply(
                Host.builder("test")
                    .install(this.page)
                    .add("lower", context -> context.health(Health.degraded("a secret reason")))
                    .add("upper", context -> failUnlessItCanStart(), s -> s.dependsOn("lower"))
                    .add("top", context -> {}, s -> s.dependsOn("upper"))
                    .background(
                        "failing",
                        context -> {
                          throw new IllegalStateException(EVIL);
                        },
                        s -> s.onFailure(FailurePolicy.ignore()))
                    .recurring("job", job)
                    .queue(queue)
                    .jobScheduler(scheduler)
                    .listener(events::add)
                    .listener(event -> {
                      if (event instanceof HostEvent.ServiceFailed) {
                        failed.countDown();
                      }
                    }))
            .build();
  }

  private static void deliver(String mail) {
    if (mail.startsWith("bad")) {
      throw new IllegalArgumentException(EVIL);
    }
  }

  /** On a loopback address, where what is no secret is shown to anyone. */
  static RunningPage onLoopback() throws Exception {
    return with(page -> page);
  }

  /** On an address that others reach. */
  static RunningPage beyondLoopback() throws Exception {
    return started(OpsPage.on("0.0.0.0", 0).token(TOKEN), host -> host);
  }

  static RunningPage with(UnaryOperator<OpsPageBuilder> choices) throws Exception {
    return with(choices, host -> host);
  }

  static RunningPage with(UnaryOperator<OpsPageBuilder> choices, UnaryOperator<HostBuilder> more)
      throws Exception {
    return started(
        choices.apply(OpsPage.on("127.0.0.1", 0).token(TOKEN).names("Shop.example.com")), more);
  }

  private static RunningPage started(OpsPageBuilder page, UnaryOperator<HostBuilder> more)
      throws Exception {
    RunningPage running = new RunningPage(page, more);
    running.host.start();
    running.failed.await();
    assertEquals(ServiceState.FAILED, running.state("failing"));
    return running;
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
