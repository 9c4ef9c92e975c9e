package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;

/** Workers that become ready, or do not. */
abstract class ReadyFixture extends HostFixture {

  interface Work {
    void until(ServiceContext context) throws Exception;
  }

  /** Marks its start, the end of its work, and its stop. */
  BackgroundService worker(String name, Work work) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext context) {
        mark(name + " starts");
      }

      @Override
      public void execute(ServiceContext context) throws Exception {
        try {
          work.until(context);
        } catch (InterruptedException e) {
          mark(name + " interrupted");
          throw e;
        }
      }

      @Override
      public void stop(ServiceContext context) {
        mark(name + " stops");
      }
    };
  }

  BackgroundService readyAfter(String name, long delay) {
    return worker(
        name,
        context -> {
          sleep(time, seconds(delay));
          mark(name + " is ready");
          context.ready();
          context.awaitStop();
        });
  }

  static ServiceState state(Host host, int service) {
    return host.services().get(service).state();
  }
}
