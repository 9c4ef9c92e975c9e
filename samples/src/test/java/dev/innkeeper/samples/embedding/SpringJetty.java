package dev.innkeeper.samples.embedding;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;

/**
 * A web server for a Spring Boot context, which starts it, shuts it down gracefully and stops it in
 * the phases of its own. Like those that come with Spring Boot it first takes no more connections,
 * and then waits for the requests in flight.
 */
final class SpringJetty implements WebServer {

  private static final Logger LOG = LoggerFactory.getLogger(SpringJetty.class);

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final GracefulHandler requests;

  SpringJetty(Handler handler) {
    requests = new GracefulHandler(handler);
    server.addConnector(connector);
    server.setHandler(requests);
  }

  @Override
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new WebServerException("The web server has not started", e);
    }
  }

  @Override
  public void shutDownGracefully(GracefulShutdownCallback callback) {
    LOG.info("No more connections");
    connector.shutdown();
    requests.shutdown().thenRun(() -> endShutdown(callback));
  }

  private static void endShutdown(GracefulShutdownCallback callback) {
    LOG.info("No more requests in flight");
    callback.shutdownComplete(GracefulShutdownResult.IDLE);
  }

  @Override
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebServerException("The web server has not stopped", e);
    }
  }

  @Override
  public int getPort() {
    return connector.getLocalPort();
  }
}
