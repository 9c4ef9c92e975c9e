package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page for a browser: how the host and its services are, live, and buttons for who has the token.
 *
 * <p>What should be on it while it starts and stops depends on it.
 */
final class Page implements BackgroundService, HostListener {

  private static final Logger LOG = LoggerFactory.getLogger(Page.class);

  /** For what moves without an event: ticks, counts. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final PageConfig config;
  private final Happenings happenings;
  private final PageStreams streams = new PageStreams();
  private final Ticks ticks;
  private final HttpServer server;

  /**
   * A page yet to be started.
   *
   * @param ticks notes its own
   */
  Page(PageConfig config, Watched watched, Ticks ticks) {
    this.config = config;
    this.ticks = ticks;
    happenings = new Happenings(watched.clock());
    PageRoutes routes = new PageRoutes(config, watched, happenings, streams);
    server = new HttpServer(config.bind(), config.port(), List.of(routes));
  }

  // snippet: page
  @Override
  public void start(ServiceContext context) {
    streams.open();
    server.start(context);
    LOG.info("The page: {}", address());
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(PERIOD)) {
      while (timer.waitForNextTick()) {
        ticks.note(timer, context.timeSource());
        streams.changed();
      }
    }
  }

  @Override
  public void on(HostEvent event) {
    happenings.on(event);
    streams.changed();
  }

  @Override
  public void stop(ServiceContext context) {
    streams.close();
    server.stop(context);
  }

  // end

  /**
   * With the token, if only the log can tell it; browsers keep what is behind the # to themselves.
   */
  private String address() {
    String token = config.hasMadeToken() ? config.token() : "(the --page-token)";
    String host = config.bind().contains(":") ? "[" + config.bind() + "]" : config.bind();
    return "http://" + host + ":" + port() + "/#token=" + token;
  }

  /** After the start. */
  int port() {
    return server.port();
  }
}
