package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Probes of a fake host, on the loopback interface. */
final class OpenProbes implements AutoCloseable {

  /** Connections that are not dropped because of their age while a test runs. */
  static final Duration LONG = Duration.ofMinutes(5);

  final FakeHost host = new FakeHost();
  private final Probes probes;

  OpenProbes(Limits limits) throws IOException {
    probes = new Probes("127.0.0.1", 0, limits, false);
    probes.opened(host);
  }

  static OpenProbes atMost(int connections, Duration life) throws IOException {
    return new OpenProbes(new Limits(connections, life, Duration.ZERO, 100));
  }

  int port() {
    return probes.port();
  }

  String get(String path) throws IOException {
    return ProbeClient.get(port(), path);
  }

  String exchange(String request) throws IOException {
    return ProbeClient.exchange(port(), request);
  }

  ProbeClient that(String sends) throws IOException {
    return ProbeClient.that(port(), sends);
  }

  static StopReport report() {
    return new StopReport() {
      @Override
      public String host() {
        return "orders";
      }

      @Override
      public Duration took() {
        return Duration.ZERO;
      }

      @Override
      public List<ServiceStatus> services() {
        return List.of();
      }

      @Override
      public boolean clean() {
        return true;
      }

      @Override
      public List<ServiceStatus> in(ServiceState state) {
        return List.of();
      }

      @Override
      public String summary() {
        return "";
      }
    };
  }

  @Override
  public void close() {
    try {
      probes.closed(report());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the probes could not be closed", e);
    }
  }
}
