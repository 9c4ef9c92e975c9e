package dev.innkeeper.samples.embedding;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.innkeeper.runtime.Host;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code /livez} and {@code /readyz} for a host, from before its start until after its
 * stop: so it is no service of the host, but stands around it.
 */
// snippet: probes
final class Probes implements AutoCloseable {

  /**
   * The JDK's server reads each request on one of these. On platform threads, since those of a host
   * may hold all the carriers of virtual ones.
   */
  static final int THREADS = 8;

  /**
   * After so many seconds a request that is not there yet is cut off, or clients that send half of
   * one would hold the threads for ever. Properties, because the server has no other way to be
   * told.
   */
  static final int SLOWEST = 2;

  static {
    for (String limit : List.of("maxReqTime", "maxRspTime")) {
      String name = "sun.net.httpserver." + limit;
      System.setProperty(name, System.getProperty(name, Integer.toString(SLOWEST)));
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private Probes(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** On all addresses: it is the kubelet that asks, from outside of the pod. */
  static Probes of(Host host, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/livez", exchange -> answer(exchange, host::isLive));
    server.createContext("/readyz", exchange -> answer(exchange, host::isReady));
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("probes-", 1).factory());
    server.setExecutor(threads);
    server.start();
    return new Probes(server, threads);
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
    threads.shutdownNow();
  }
}
// end
