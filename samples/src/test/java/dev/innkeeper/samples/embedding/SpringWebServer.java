package dev.innkeeper.samples.embedding;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.WebServer;

/**
 * A web server for a Spring Boot context, which starts it, shuts it down gracefully and stops it in
 * the phases of its own. As with those that come with Spring Boot, the graceful shutdown takes no
 * more connections and waits for the requests in flight.
 */
final class SpringWebServer implements WebServer {

  private static final Logger LOG = LoggerFactory.getLogger(SpringWebServer.class);
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(30);

  private final Javalin server;

  /** What throws is a 500. */
  SpringWebServer(Supplier<String> answer) {
    server = Javalin.create(config -> configure(config, answer));
  }

  private static void configure(JavalinConfig config, Supplier<String> answer) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.modifyServer(SpringWebServer::drainWhenStopped);
    config.routes.get("/", http -> http.result(answer.get()));
  }

  private static void drainWhenStopped(Server jetty) {
    jetty.setStopTimeout(LONGEST_SHUTDOWN.toMillis());
    jetty.insertHandler(new GracefulHandler());
  }

  @Override
  public void start() {
    server.start("127.0.0.1", 0);
  }

  @Override
  public void shutDownGracefully(GracefulShutdownCallback callback) {
    Thread.ofPlatform().name("web-shutdown").start(() -> shutDown(callback));
  }

  private void shutDown(GracefulShutdownCallback callback) {
    LOG.info("No more connections");
    server.stop();
    LOG.info("No more requests in flight");
    callback.shutdownComplete(GracefulShutdownResult.IDLE);
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public int getPort() {
    return server.port();
  }
}
