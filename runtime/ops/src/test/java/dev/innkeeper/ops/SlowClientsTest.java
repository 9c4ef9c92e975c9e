package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients that are slow cannot do to the page. */
class SlowClientsTest {

  /** More than the page's server has threads. */
  private static final int MANY = 40;

  private static final Duration PATIENCE = Duration.ofMillis(300);

  @Test
  void halfARequestIsCutOffAndItsThreadIsFreeAgain() throws Exception {
    try (RunningPage page = RunningPage.with(builder -> builder.patience(PATIENCE))) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        slow.add(sending(page, "GET /state HT"));
      }
      for (Socket socket : slow) {
        assertEnds(socket);
      }
      assertEquals(200, page.status("GET /state"));
    }
  }

  @Test
  void halfABodyIsCutOffAndDoesNothing() throws Exception {
    try (RunningPage page = RunningPage.with(builder -> builder.patience(PATIENCE))) {
      assertEnds(
          sending(
              page,
              "POST /services/top/stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
                  + RunningPage.AUTHORIZATION
                  + "\r\n\r\nhalf"));
      assertEquals("RUNNING", page.state("top").name());
      assertEquals(200, page.status("GET /state"));
    }
  }

  @Test
  void aStreamThatIsReadIsNotCutOff() throws Exception {
    try (RunningPage page = RunningPage.with(builder -> builder.patience(PATIENCE));
        RawHttp stream = page.send("GET /events", RunningPage.AUTHORIZATION)) {
      for (int i = 0; i < 3; i++) { // there is one each second
        stream.next();
      }
      page.queue.submit("good");
      stream.next("\"succeeded\":1");
    }
  }

  private static Socket sending(RunningPage page, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.page.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  /** The server closes it, with a reset if it has not read all. */
  private static void assertEnds(Socket socket) throws IOException {
    try (socket) {
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }
}
