package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP, each request on a virtual thread.
 *
 * <p>Its stop takes no more connections, answers 503 to requests on those that are open, or closes
 * them, and waits for the requests in flight until the host interrupts it; what is still there then
 * is cut off.
 */
final class HttpServer implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** Longer than any stop: how long it waits is the host's decision. */
  private static final Duration UNTIL_INTERRUPTED = Duration.ofDays(1);

  static final int LARGEST_BODY = 10_000;

  private static final String UNFORESEEN = "{\"title\":\"It failed\",\"status\":500}";

  private final String address;
  private final int port;
  private final Routes routes;

  /** Written by {@link #start}. */
  private volatile @Nullable Javalin server;

  /**
   * A server yet to be started.
   *
   * @param port zero: any that is free
   */
  HttpServer(String address, int port, Routes routes) {
    this.address = address;
    this.port = port;
    this.routes = routes;
  }

  // snippet: http
  @Override
  public void start(ServiceContext context) {
    server = Javalin.create(this::configure).start(address, port);
    LOG.info("Listening on http://{}:{}", address, port());
  }

  @Override
  public void stop(ServiceContext context) {
    server().stop();
  }

  private void configure(JavalinConfig config) {
    config.concurrency.useVirtualThreads = true;
    config.http.maxRequestSize = LARGEST_BODY;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.modifyServer(HttpServer::drainWhenStopped);
    config.routes.exception(Exception.class, HttpServer::answerUnforeseen);
    routes.register(config.routes);
  }

  private static void drainWhenStopped(Server jetty) {
    jetty.setStopTimeout(UNTIL_INTERRUPTED.toMillis());
    jetty.insertHandler(new GracefulHandler());
  }

  // end

  /** What failed stands in the log; who asked is told no more than that. */
  private static void answerUnforeseen(Exception failure, Context http) {
    LOG.error("{} {} failed", http.req().getMethod(), http.req().getRequestURI(), failure);
    http.status(500).contentType("application/json").result(UNFORESEEN);
  }

  /** After the start. */
  int port() {
    return server().port();
  }

  private Javalin server() {
    return Objects.requireNonNull(server, "not started");
  }
}
