package dev.innkeeper.jmh.host;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.StopReport;

/** Background services in a host, whose work waits for the stop. */
record InnkeeperCrowd(Host host) implements Crowd {

  static Crowd of(int services, Roll roll) {
    HostBuilder builder = Host.builder("crowd").startConcurrently().stopConcurrently();
    for (int i = 0; i < services; i++) {
      builder.background("service-" + i, context -> roll.work(context::awaitStop));
    }
    return new InnkeeperCrowd(builder.build());
  }

  @Override
  public void start() {
    host.start();
  }

  @Override
  public void stop() throws InterruptedException {
    StopReport report = host.stop();
    if (!report.clean()) {
      throw new IllegalStateException(report.toString());
    }
  }
}
