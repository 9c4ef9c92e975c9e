package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.samples.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The probes, asked by sockets, beside clients that do not go on. */
class ProbesTest {

  /** As the kubelet has it, unless it is told otherwise. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What a client has sent when it falls silent. */
  enum Silent {
    CONNECTED(""),
    IN_THE_FIRST_LINE("GET /li"),
    IN_THE_HEADERS("GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
    IN_THE_BODY("POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"),
    IN_A_CHUNK("POST /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf"),
    AFTER_A_REQUEST("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    IN_A_SECOND_REQUEST("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET /livez HT");

    private final String sent;

    Silent(String sent) {
      this.sent = sent;
    }
  }

  private final List<Socket> clients = new ArrayList<>();
  private Host host;
  private Probes probes;

  @BeforeEach
  void start() throws IOException {
    host = Host.builder("test").add("service", context -> {}).build();
    probes = Probes.of(host, 0);
    host.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    probes.close();
    host.close();
  }

  @Test
  void theyTellOfTheHost() throws Exception {
    assertEquals(List.of(200, 200), List.of(ask("/livez"), ask("/readyz")));
    host.close();
    assertEquals(List.of(503, 503), List.of(ask("/livez"), ask("/readyz")));
  }

  @ParameterizedTest
  @EnumSource
  void aFewClientsThatFallSilentAreNotNoticed(Silent when) throws Exception {
    connect(when, Probes.THREADS - 1);
    assertEquals(List.of(200, 200), List.of(ask("/livez"), ask("/readyz")));
  }

  @ParameterizedTest
  @EnumSource
  void manyClientsThatFallSilentAreCutOff(Silent when) throws Exception {
    connect(when, 2 * Probes.THREADS);
    for (String path : List.of("/livez", "/readyz")) {
      Await.until(() -> ask(path) == 200, () -> path + " is silent beside clients silent " + when);
    }
  }

  private void connect(Silent when, int number) throws IOException {
    for (int i = 0; i < number; i++) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), probes.port());
      client.getOutputStream().write(when.sent.getBytes(StandardCharsets.US_ASCII));
      clients.add(client);
    }
  }

  /** The status of the answer; 0: there was none in time. */
  private int ask(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), probes.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return status == null ? 0 : Integer.parseInt(status.split(" ", -1)[1]);
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }
}
