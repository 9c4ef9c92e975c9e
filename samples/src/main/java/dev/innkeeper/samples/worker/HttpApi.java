package dev.innkeeper.samples.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Takes letters: {@code POST /letters}. */
final class HttpApi implements HostedService {

  private static final int LONGEST = 10_000;
  private static final int SECONDS_FOR_REQUESTS = 2;

  private final int port;
  private final Letters letters;
  private volatile @Nullable HttpServer server;

  HttpApi(int port, Letters letters) {
    this.port = port;
    this.letters = letters;
  }

  @Override
  public void start(ServiceContext context) throws IOException {
    HttpServer opened =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    opened.createContext("/letters", this::take);
    opened.start();
    server = opened;
  }

  private void take(HttpExchange http) throws IOException {
    try (http) {
      byte[] letter = http.getRequestBody().readNBytes(LONGEST + 1);
      if (!http.getRequestMethod().equals("POST")) {
        http.sendResponseHeaders(405, -1);
      } else if (letter.length > LONGEST) {
        http.sendResponseHeaders(413, -1);
      } else {
        letters.add(new String(letter, UTF_8));
        http.sendResponseHeaders(202, -1);
      }
    }
  }

  int port() {
    HttpServer opened = server;
    return opened == null ? port : opened.getAddress().getPort();
  }

  @Override
  public void stop(ServiceContext context) {
    HttpServer opened = server;
    if (opened != null) {
      opened.stop(SECONDS_FOR_REQUESTS);
    }
  }
}
