package dev.innkeeper.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page's own server. */
final class PageServer {

  private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);

  private final HttpServer server;
  private final PageWorkers workers;
  private final OpsHandler handler;

  private PageServer(HttpServer server, PageWorkers workers, OpsHandler handler) {
    this.server = server;
    this.workers = workers;
    this.handler = handler;
  }

  /**
   * Starts it.
   *
   * @param patience how long it waits for a client that does not send, or does not read
   * @throws IOException if the port is taken; the message says which
   */
  static PageServer start(
      InetSocketAddress address,
      OpsHandler handler,
      String host,
      ScheduledExecutorService timer,
      Duration patience)
      throws IOException {
    HttpServer bound;
    try {
      bound = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "the operations page cannot listen on " + show(address) + ": " + e.getMessage(), e);
    }
    PageServer server = new PageServer(bound, new PageWorkers(host, timer, patience), handler);
    bound.setExecutor(server.workers);
    bound.createContext("/", server::handle);
    bound.start();
    return server;
  }

  static String show(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** Returns when it has ended; what is not answered by then is cut off. */
  void stop(Duration longest) {
    workers.end(longest);
    server.stop(0);
  }

  private void handle(HttpExchange http) throws IOException {
    PageWorkers.Limit limit = workers.current();
    try {
      Exchange exchange = new Exchange(http, limit);
      limit.end(); // what it asks for may take long
      handler.handle(exchange);
    } catch (IOException e) {
      LOG.debug("A client of the operations page has disconnected", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // which also closes the connection
    } finally {
      limit.begin();
      http.close();
    }
  }

  /** A request to this server. */
  private static final class Exchange implements OpsExchange {

    private final HttpExchange http;
    private final PageWorkers.Limit limit;
    private final byte[] body;

    Exchange(HttpExchange http, PageWorkers.Limit limit) throws IOException {
      this.http = http;
      this.limit = limit;
      this.body = http.getRequestBody().readNBytes(PageGuard.LARGEST_BODY + 1);
    }

    @Override
    public String method() {
      return http.getRequestMethod();
    }

    @Override
    public String path() {
      String path = http.getRequestURI().getRawPath();
      return path == null ? "" : path;
    }

    @Override
    public List<String> headers(String name) {
      return http.getRequestHeaders().getOrDefault(name, List.of());
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public OutputStream respond(int status, Map<String, String> headers) throws IOException {
      headers.forEach(http.getResponseHeaders()::set);
      // An idle connection is nothing to wait for, or to count.
      http.getResponseHeaders().set("Connection", "close");
      limit.begin();
      boolean hasBody = !method().equals("HEAD");
      http.sendResponseHeaders(status, hasBody ? 0 : -1);
      limit.end();
      return hasBody ? new Limited(http.getResponseBody(), limit) : OutputStream.nullOutputStream();
    }
  }

  /** Does not wait for ever for a client that does not read. */
  private static final class Limited extends FilterOutputStream {

    private final PageWorkers.Limit limit;

    Limited(OutputStream out, PageWorkers.Limit limit) {
      super(out);
      this.limit = limit;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      limit.begin();
      out.write(bytes, offset, length);
      limit.end();
    }

    @Override
    public void flush() throws IOException {
      limit.begin();
      out.flush();
      limit.end();
    }
  }
}
