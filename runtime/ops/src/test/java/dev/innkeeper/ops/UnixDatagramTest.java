package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Datagrams through the real kernel. */
@EnabledOnOs(OS.LINUX)
class UnixDatagramTest {

  private static final List<String> READY = List.of("READY=1", "STATUS=fröhlich ✓ 𝄞");

  @Test
  void aPathIsReached() throws Throwable {
    try (Receiver receiver = Receiver.onPath()) {
      UnixDatagram datagram = UnixDatagram.to(receiver.address);
      datagram.send(READY);
      datagram.send(List.of("STOPPING=1"));
      assertEquals(
          List.of("READY=1 | STATUS=fröhlich ✓ 𝄞", "STOPPING=1"),
          List.of(receiver.next(), receiver.next()));
    }
  }

  @Test
  void aPathOfTheLongestLengthIsReached() throws Throwable {
    String folder = Files.createTempDirectory("sd").toString();
    try (Receiver receiver = new Receiver(folder + "/" + "x".repeat(106 - folder.length()))) {
      assertEquals(107, receiver.address.length());
      UnixDatagram.to(receiver.address).send(READY);
      assertEquals("READY=1 | STATUS=fröhlich ✓ 𝄞", receiver.next());
    }
  }

  @Test
  void anAbstractAddressIsReached() throws Throwable {
    String address = "@innkeeper-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    try (Receiver receiver = new Receiver(address)) {
      UnixDatagram.to(address).send(READY);
      assertEquals("READY=1 | STATUS=fröhlich ✓ 𝄞", receiver.next());
    }
  }

  @Test
  void whatIsNotThereIsNamed() throws Throwable {
    UnixDatagram datagram = UnixDatagram.to("/no/such/socket");
    IOException thrown = assertThrows(IOException.class, () -> datagram.send(READY));
    assertEquals(
        "sendto has failed with errno 2 (ENOENT, there is no such socket)", thrown.getMessage());
  }

  @Test
  void aReceiverThatDoesNotReadIsGivenUp() throws Throwable {
    try (Receiver receiver = Receiver.onPath()) {
      UnixDatagram datagram = UnixDatagram.to(receiver.address);
      IOException thrown =
          assertThrows(
              IOException.class,
              () -> {
                while (true) { // its queue has room for some
                  datagram.send(READY);
                }
              });
      assertEquals(
          "sendto has failed with errno 11 (EAGAIN, nobody has read what was sent before)",
          thrown.getMessage());
      receiver.rest();
      datagram.send(List.of("STOPPING=1"));
      assertEquals("STOPPING=1", receiver.next());
    }
  }
}
