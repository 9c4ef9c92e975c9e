package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.Mistakes.failureOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** In the start, the work and the stop of services, and in scopes. */
final class MistakesAtWork {

  private final Mistakes mistakes;
  private final HostFixture fixture;
  private final ManualTimeSource time;
  private final MarkingServices marking;

  MistakesAtWork(Mistakes mistakes) {
    this.mistakes = mistakes;
    fixture = mistakes.fixture;
    time = mistakes.time;
    marking = mistakes.marking;
  }

  private HostBuilder shop() {
    return mistakes.shop();
  }

  void addAll() {
    starts();
    stops();
    failures();
    scopes();
  }

  private void starts() {
    mistakes.logged(
        "`add(\"inbox\", c -> { loop })`",
        "has not started",
        () -> {
          Host host = shop().add("inbox", context -> sleep(time, seconds(60))).build();
          time.start("starter", host::start);
          time.advance(seconds(12));
          fixture.stop(host);
        });
    mistakes.logged(
        "`waitForReady()`, and no `ready()`",
        "has not started",
        () -> {
          Host host =
              shop()
                  .background("prices", ServiceContext::awaitStop, ServiceOptions::waitForReady)
                  .build();
          time.start("starter", host::start);
          time.advance(seconds(12));
          fixture.stop(host);
        });
    mistakes.logged(
        "`ready()` without `waitForReady()`", "ready()", () -> lived("prices", this::readyInVain));
    mistakes.refused(
        "`host.start()` twice",
        () -> {
          Host host = shop().build();
          fixture.start(host);
          try {
            host.start();
          } finally {
            fixture.stop(host);
          }
        });
    mistakes.add(
        "`main` calls `start()` and forgets `close()`", () -> ForgottenHosts.line(List.of("shop")));
    mistakes.logged(
        "a first start that may fail",
        "ERROR",
        () -> {
          Host host =
              shop()
                  .add(
                      "cache",
                      context -> {
                        throw new IOException("cache away");
                      },
                      s -> s.onStartFailure(FailurePolicy.ignore()))
                  .build();
          fixture.start(host);
          fixture.stop(host);
        });
    mistakes.add(
        "a start that blocks, and then a stop",
        () -> {
          Host host = shop().add("inbox", marking.service("inbox", 60, 0)).build();
          time.start("starter", host::start);
          time.advance(seconds(12));
          fixture.stop(host);
          return host.service("inbox").toString();
        });
  }

  private void readyInVain(ServiceContext context) throws InterruptedException {
    context.ready();
    context.awaitStop();
  }

  private void stops() {
    mistakes.add(
        "a service that restarts itself",
        () -> {
          AtomicReference<Host> host = new AtomicReference<>();
          return failureOf(lived(host, "poller", c -> host.get().control("poller").restart()));
        });
    mistakes.logged(
        "`Thread.sleep` in a loop",
        "was interrupted here",
        () -> lived("poller", context -> sleep(time, Duration.ofDays(1))));
    mistakes.add(
        "an `InterruptedException` that is swallowed",
        () -> firstLine(lived("poller", context -> sleepDeaf(time, Duration.ofDays(1)))));
    mistakes.logged(
        "an exception out of `stop`",
        "ERROR",
        () -> {
          Host host =
              shop()
                  .add(
                      "http",
                      new HostedService() {
                        @Override
                        public void start(ServiceContext context) {}

                        @Override
                        public void stop(ServiceContext context) {
                          throw new IllegalStateException("port lost");
                        }
                      })
                  .build();
          fixture.start(host);
          fixture.stop(host);
        });
    mistakes.add(
        "`host.stop()` in a service",
        () -> {
          AtomicReference<Host> host = new AtomicReference<>();
          return failureOf(lived(host, "poller", context -> host.get().stop()));
        });
  }

  private void failures() {
    mistakes.logged(
        "a service that fails more often than it may be restarted",
        "is stopping",
        () ->
            lived(
                "feed",
                context -> {
                  sleep(time, seconds(1));
                  throw new IllegalStateException("feed away");
                }));
    mistakes.add(
        "an interceptor without `proceed()`",
        () -> {
          Host host = shop().add("http", marking.service("http")).intercept(new Tracing()).build();
          return assertThrows(HostStartException.class, () -> fixture.start(host))
              .getCause()
              .getMessage();
        });
  }

  private static final class Tracing implements ServiceInterceptor {
    @Override
    public void intercept(Invocation call) {}

    @Override
    public String toString() {
      return "Tracing";
    }
  }

  private void scopes() {
    mistakes.add(
        "a `TaskScope` used by another thread",
        () ->
            failureOf(
                lived(
                    "loader",
                    context -> {
                      try (TaskScope scope = context.openScope("pages")) {
                        Task<Object> inner = scope.fork(() -> scope.fork(() -> 1));
                        scope.join();
                        throw (Exception) inner.failure();
                      }
                    })));
    mistakes.add(
        "a `TaskScope` that is not closed", () -> failureOf(lived("loader", this::leaveOpen)));
    mistakes.add(
        "`result()` before `join()`",
        () ->
            failureOf(
                lived(
                    "loader",
                    context -> {
                      try (TaskScope scope = context.openScope("pages")) {
                        scope.fork(() -> context.awaitStop(seconds(60))).result();
                      }
                    })));
  }

  @SuppressWarnings("MustBeClosedChecker")
  private void leaveOpen(ServiceContext context) throws InterruptedException {
    context
        .openScope("pages")
        .fork(() -> {
          sleep(time, Duration.ofDays(1));
          return null;
        });
    sleep(time, seconds(1)); // the child is there
  }

  // ---- a host with one service, from its start to its stop a minute later

  private ServiceStatus lived(String name, BackgroundService work) throws Exception {
    return lived(new AtomicReference<>(), name, work);
  }

  private ServiceStatus lived(AtomicReference<Host> here, String name, BackgroundService work)
      throws Exception {
    Host host =
        shop()
            .background(
                name,
                work,
                s ->
                    s.onFailure(
                        FailurePolicy.restart()
                            .backoff(Duration.ofNanos(1), Duration.ofNanos(1))
                            .maxRestarts(2, Duration.ofMinutes(5))))
            .build();
    here.set(host);
    fixture.start(host);
    time.advance(seconds(60));
    fixture.stop(host);
    return host.service(name);
  }

  private static String firstLine(Object shown) {
    return shown.toString().lines().findFirst().orElseThrow();
  }
}
