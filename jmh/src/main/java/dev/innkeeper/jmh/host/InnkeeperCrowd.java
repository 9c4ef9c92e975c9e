package dev.innkeeper.jmh.host;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.StopReport;
import java.time.Duration;
import java.util.stream.IntStream;

/** Background services in a host, whose work waits for the stop. */
record InnkeeperCrowd(Host host) implements Crowd {

  /** A million arrows may take long. */
  private static final Duration LONG = Duration.ofMinutes(5);

  static Crowd of(int services, Roll roll) {
    return new InnkeeperCrowd(
        withServices(services, roll, builder().startConcurrently().stopConcurrently()).build());
  }

  static Crowd inSequence(int services, Roll roll) {
    return new InnkeeperCrowd(withServices(services, roll, builder()).build());
  }

  /** Each of the dependents has an arrow to each of the others. */
  static Crowd dependingOn(int others, int dependents, Roll roll) {
    return new InnkeeperCrowd(
        withArrows(others, dependents, roll, builder().startConcurrently().stopConcurrently())
            .build());
  }

  static Crowd dependingOnWithStopInSequence(int others, int dependents, Roll roll) {
    return new InnkeeperCrowd(
        withArrows(others, dependents, roll, builder().startConcurrently()).build());
  }

  private static HostBuilder builder() {
    return Host.builder("crowd").shutdownTimeout(LONG);
  }

  private static HostBuilder withServices(int services, Roll roll, HostBuilder builder) {
    for (int i = 0; i < services; i++) {
      builder.background("service-" + i, context -> roll.work(context::awaitStop));
    }
    return builder;
  }

  private static HostBuilder withArrows(
      int others, int dependents, Roll roll, HostBuilder builder) {
    String[] names =
        IntStream.range(0, others).mapToObj(i -> "service-" + i).toArray(String[]::new);
    withServices(others, roll, builder);
    for (int i = 0; i < dependents; i++) {
      builder.background(
          "dependent-" + i,
          context -> roll.work(context::awaitStop),
          options -> options.dependsOn(names));
    }
    return builder;
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
