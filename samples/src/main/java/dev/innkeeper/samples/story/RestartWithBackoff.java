package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that reads from a peer that goes away and comes back, and in the end does not.
 *
 * <p>Look at the restarts: each waits a random time whose limit doubles, and is another instance of
 * the service. The fourth failure within a minute is one too many: the host stops, and {@code
 * run()} throws what a main method would exit with.
 */
public final class RestartWithBackoff {

  private static final Logger LOG = LoggerFactory.getLogger(RestartWithBackoff.class);

  private RestartWithBackoff() {}

  public static void main(String[] args) {
    Peer peer = new Peer();
    // snippet: restart
    Host host =
        Host.builder("shop")
            .add(
                "feed",
                () -> new Feed(peer), // a new one for each restart
                s ->
                    s.onFailure(
                        FailurePolicy.restart()
                            .backoff(Duration.ofMillis(500), Duration.ofSeconds(10))
                            .maxRestarts(3, Duration.ofMinutes(1))))
            .background("mailer", ServiceContext::awaitStop)
            .build();
    try {
      host.run();
    } catch (ServiceFailedException e) {
      LOG.info("The host has stopped: {}", e.getMessage());
    }
    // end
  }

  private static final class Feed implements BackgroundService {

    private final Peer peer;

    Feed(Peer peer) {
      this.peer = peer;
      LOG.info("A new feed");
    }

    @Override
    public void execute(ServiceContext context) throws IOException, InterruptedException {
      int messages = peer.connect();
      try (PeriodicTimer timer = context.timer(Duration.ofMillis(200))) {
        while (timer.waitForNextTick()) {
          if (timer.lastTick().number() > messages) {
            throw new IOException("the peer has closed the connection");
          }
          LOG.info("Read message {}", timer.lastTick().number());
        }
      }
    }
  }

  /** A connection and the number of messages on it; then one that is refused, and so on. */
  private static final class Peer {

    /** Used by the one feed that there is at a time. */
    private final Iterator<Integer> connections = List.of(3, 0, 2, 0).iterator();

    int connect() throws IOException {
      int messages = connections.next();
      if (messages == 0) {
        throw new IOException("the peer refuses the connection");
      }
      return messages;
    }
  }
}
