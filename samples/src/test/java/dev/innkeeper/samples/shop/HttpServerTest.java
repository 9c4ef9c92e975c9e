package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.samples.Await;
import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The drain of the HTTP server. */
class HttpServerTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private HttpServer server;
  private Host host;
  private int port;

  @BeforeEach
  void start() {
    Routes routes =
        paths -> {
          paths.get("/slow", this::slow);
          paths.get("/fast", http -> http.result("done"));
        };
    server = new HttpServer("127.0.0.1", 0, routes);
    host =
        Host.builder("test")
            .add("http", server, s -> s.interruptAfter(Duration.ofSeconds(20)))
            .build();
    host.start();
    port = server.port();
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    host.close();
  }

  private void slow(Context http) throws InterruptedException {
    begun.countDown();
    goOn.await();
    http.result("done");
  }

  @Test
  void aStopWaitsForRequestsInFlightAndRefusesNewOnes() throws Exception {
    try (Connection first = connect();
        Connection second = connect()) {
      assertEquals(200, second.get("/fast"));
      FutureTask<Integer> inFlight = new FutureTask<>(() -> first.get("/slow"));
      Thread.ofVirtual().start(inFlight);
      begun.await();

      FutureTask<StopReport> stop = new FutureTask<>(host::stop);
      Thread.ofVirtual().start(stop);
      Await.until(this::isClosed, () -> "it still takes connections");
      assertRefused(second);
      assertFalse(stop.isDone());
      goOn.countDown();

      assertEquals(200, inFlight.get());
      assertTrue(stop.get().clean(), () -> stop.resultNow().toString());
    }
  }

  /** Jetty closes a connection if it sees the stop while it puts the last request on it away. */
  private static void assertRefused(Connection connection) {
    try {
      assertEquals(503, connection.get("/fast"));
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("closed") || e instanceof SocketException, e::toString);
    }
  }

  private boolean isClosed() throws IOException {
    try {
      connect().close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  @Test
  void aRequestThatDoesNotEndIsCutOffWhenTheHostInterrupts() throws Exception {
    HttpServer second = new HttpServer("127.0.0.1", 0, p -> p.get("/slow", this::slow));
    Host impatient =
        Host.builder("impatient")
            .add("http", second, s -> s.interruptAfter(Duration.ofMillis(1)))
            .build();
    impatient.start();
    try (Connection connection = new Connection(second.port())) {
      FutureTask<Integer> inFlight = new FutureTask<>(() -> connection.get("/slow"));
      Thread.ofVirtual().start(inFlight);
      begun.await();

      StopReport report = impatient.stop();

      assertEquals(List.of(), report.in(ServiceState.ABANDONED), report::toString);
      assertThrows(ExecutionException.class, inFlight::get);
    }
  }

  private Connection connect() throws IOException {
    return new Connection(port);
  }

  /** One that is kept open between requests. */
  private static final class Connection implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader answers;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** The status of the answer. */
    int get(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String status = answers.readLine();
      if (status == null) {
        throw new IOException("closed without an answer");
      }
      int length = 0;
      String header = answers.readLine();
      while (header != null && !header.isEmpty()) {
        if (header.startsWith("Content-Length: ")) {
          length = Integer.parseInt(header.substring("Content-Length: ".length()));
        }
        header = answers.readLine();
      }
      answers.skip(length);
      return Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
