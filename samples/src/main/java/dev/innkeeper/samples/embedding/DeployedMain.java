package dev.innkeeper.samples.embedding;

import dev.innkeeper.ops.Probes;
import dev.innkeeper.ops.Systemd;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.samples.Preflight;
import dev.innkeeper.timer.PeriodicTimer;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host as systemd and Kubernetes run it, by the files in {@code samples/deploy}: with probes,
 * with messages for systemd, and with time for a load balancer to look away.
 *
 * <p>Ask {@code /livez} and {@code /readyz} while it runs, and again after Ctrl-C: for five seconds
 * it is alive and works, but is not ready. Then its services stop.
 */
public final class DeployedMain {

  private static final Logger LOG = LoggerFactory.getLogger(DeployedMain.class);

  /** How long a load balancer may go on sending requests to one that is not ready. */
  static final Duration DRAIN_DELAY = Duration.ofSeconds(5);

  /** All of the stop, the drain delay included. Whoever runs this must grant more. */
  static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(25);

  private DeployedMain() {}

  public static void main(String[] args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    try {
      Preflight.listen(new InetSocketAddress(port));
    } catch (Preflight.FailedException e) {
      Preflight.exit("deployed", e);
    }
    // snippet: deployed
    Probes probes = Probes.on(port);
    Host host =
        Host.builder("deployed")
            .install(Systemd.fromEnvironment()) // does nothing elsewhere
            .install(probes)
            .background("inbox", DeployedMain::pollInbox)
            .drainDelay(DRAIN_DELAY)
            .shutdownTimeout(SHUTDOWN_TIMEOUT)
            .build();
    host.lifetime().onStarted(() -> LOG.info("Ask http://localhost:{}/readyz", probes.port()));
    host.run(); // throws if a service failed: exit code 1
    // end
  }

  private static void pollInbox(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofSeconds(2))) {
      while (timer.waitForNextTick()) {
        LOG.info("Polled");
      }
    }
  }
}
