package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.Mistakes.failureOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** In jobs, and in tests on manual time. */
final class MistakesOfJobs {

  private final Mistakes mistakes;
  private final HostFixture fixture;
  private final ManualTimeSource time;
  private final MarkingServices marking;

  MistakesOfJobs(Mistakes mistakes) {
    this.mistakes = mistakes;
    fixture = mistakes.fixture;
    time = mistakes.time;
    marking = mistakes.marking;
  }

  private HostBuilder shop() {
    return mistakes.shop();
  }

  void addAll() {
    jobs();
    tests();
  }

  private void jobs() {
    JobQueue<String, Void> mails =
        JobQueue.<String>builder("mails", mail -> sleep(time, seconds(60))).build();
    mistakes.refused("a queue that no host has started", () -> mails.submit("a"));
    RecurringJob cleanup = RecurringJob.every(seconds(90)).build(run -> {});
    mistakes.refused("a recurring job that no host has started", cleanup::runNow);
    mistakes.refused(
        "`submit` after the stop",
        () -> {
          Host host = shop().queue(mails).build();
          fixture.start(host);
          fixture.stop(host);
          mails.submit("a");
        });
    mistakes.add(
        "a queue without `onHandBack`",
        () -> {
          Host host = shop().queue(mails).build();
          fixture.start(host);
          time.drive(() -> mails.submit("a"));
          time.drive(() -> mails.submit("b"));
          fixture.stop(host);
          return failureOf(host.service("mails"));
        });
    mistakes.logged(
        "a job that catches its `InterruptedException`, and sets the flag",
        "handed back",
        () -> {
          JobQueue<String, Void> careful =
              JobQueue.<String>builder("mails", this::sendUnlessInterrupted)
                  .onHandBack(items -> {})
                  .build();
          Host host = shop().queue(careful).build();
          fixture.start(host);
          time.drive(() -> careful.submit("a"));
          fixture.stop(host);
        });
    mistakes.logged(
        "a job fails, and nobody waits for it",
        "ERROR",
        () -> failingJob(RetryPolicy.never(), job -> {}));
    mistakes.logged(
        "`whenDone` only for a counter",
        "ERROR",
        () -> failingJob(RetryPolicy.never(), job -> job.whenDone(done -> {})));
    mistakes.logged(
        "an outage of an hour, behind retries",
        "WARN",
        () -> failingJob(RetryPolicy.maxRetries(1).backoff(nanos(), nanos()), job -> {}));
    mistakes.add(
        "one queue in two hosts",
        () -> {
          Host host = shop().queue(mails).build();
          fixture.start(host);
          HostStartException refused =
              assertThrows(
                  HostStartException.class, () -> fixture.start(shop().queue(mails).build()));
          fixture.stop(host);
          return refused.getCause().getMessage();
        });
  }

  private static Duration nanos() {
    return Duration.ofNanos(1);
  }

  private void failingJob(RetryPolicy retry, Consumer<JobHandle<Void>> watch) throws Exception {
    JobQueue<String, Void> mails =
        JobQueue.<String>builder(
                "mails",
                mail -> {
                  sleep(time, seconds(1));
                  throw new IOException("smtp away");
                })
            .retry(retry)
            .build();
    Host host = shop().queue(mails).build();
    fixture.start(host);
    watch.accept(time.drive(() -> mails.submit("a")));
    time.advance(seconds(5));
    fixture.stop(host);
  }

  private void sendUnlessInterrupted(String mail) {
    try {
      sleep(time, seconds(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tests() {
    mistakes.add(
        "`host.close()` on manual time, outside `drive`",
        () -> {
          time.limitUndrivenWaits(Duration.ofMillis(50));
          Host host = shop().add("a", marking.service("a")).drainDelay(seconds(3)).build();
          fixture.start(host);
          String message = assertThrows(IllegalStateException.class, host::close).getMessage();
          fixture.stop(host);
          String self = Thread.currentThread().getName();
          return message.substring(0, message.indexOf(';')).replace(self, "test");
        });
  }
}
