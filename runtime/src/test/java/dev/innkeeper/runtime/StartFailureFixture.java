package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;

/** A shop whose web server depends on a cache that is away when it starts. */
abstract class StartFailureFixture extends RestartFixture {

  final IllegalStateException away = new IllegalStateException("the cache is away");

  /** So many times, each at most a nanosecond after the failure. */
  static RestartPolicy again(int times, FailurePolicy otherwise) {
    return AT_ONCE.maxRestarts(times, FOR_EVER).orElse(otherwise);
  }

  /** Fails this many times, each time after a second, and marks how it goes. */
  HostedService awayFor(int attempts) {
    return new HostedService() {
      @Override
      public void start(ServiceContext given) throws Exception {
        int run = runs.incrementAndGet();
        mark("cache starts");
        sleep(time, seconds(1));
        if (run <= attempts) {
          throw away;
        }
        mark("cache started");
      }

      @Override
      public void stop(ServiceContext given) {
        mark("cache stops");
      }
    };
  }

  HostBuilder shop(int attempts, FailurePolicy policy) {
    return host()
        .add("cache", awayFor(attempts), s -> s.onStartFailure(policy))
        .add("http", service("http"), s -> s.dependsOn("cache"))
        .startConcurrently();
  }
}
