package dev.innkeeper.samples.embedding;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.innkeeper.runtime.Host;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code /livez} and {@code /readyz} for a host, from before its start until after its
 * stop: so it is no service of the host, but stands around it.
 */
// snippet: probes
final class Probes implements AutoCloseable {

  private final HttpServer server;

  private Probes(HttpServer server) {
    this.server = server;
  }

  /** On all addresses: it is the kubelet that asks, from outside of the pod. */
  static Probes of(Host host, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/livez", exchange -> answer(exchange, host::isLive));
    server.createContext("/readyz", exchange -> answer(exchange, host::isReady));
    server.start();
    return new Probes(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, BooleanSupplier well) throws IOException {
    try (exchange) {
      boolean yes = well.getAsBoolean();
      byte[] text = (yes ? "yes\n" : "no\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(yes ? 200 : 503, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
// end
