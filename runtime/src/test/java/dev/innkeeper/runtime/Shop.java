package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop whose web server depends on a cache that is away when it starts. */
final class Shop {

  final IllegalStateException away = new IllegalStateException("the cache is away");
  private final HostFixture fixture;

  Shop(HostFixture fixture) {
    this.fixture = fixture;
  }

  /** Fails this many times, each time after a second, and marks how it goes. */
  HostedService cacheAwayFor(int attempts) {
    AtomicInteger runs = new AtomicInteger();
    return new HostedService() {
      @Override
      public void start(ServiceContext given) throws Exception {
        int run = runs.incrementAndGet();
        fixture.mark("cache starts");
        sleep(fixture.time, seconds(1));
        if (run <= attempts) {
          throw away;
        }
        fixture.mark("cache started");
      }

      @Override
      public void stop(ServiceContext given) {
        fixture.mark("cache stops");
      }
    };
  }

  HostBuilder host(int attempts, FailurePolicy policy) {
    return fixture
        .host()
        .add("cache", cacheAwayFor(attempts), s -> s.onStartFailure(policy))
        .add("http", new MarkingServices(fixture).service("http"), s -> s.dependsOn("cache"))
        .startConcurrently();
  }
}
