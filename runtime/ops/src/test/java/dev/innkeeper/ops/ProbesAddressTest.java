package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where probes can be, and where not. */
class ProbesAddressTest {

  @Test
  void onAPortThatIsTakenFailTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          "the probes of host 'orders' cannot listen on 127.0.0.1, port "
              + port
              + ": Address already in use: choose another port, or end the process that uses this"
              + " one",
          failure(Probes.on("127.0.0.1", port)).getMessage());
      assertTrue(
          failure(Probes.on(port))
              .getMessage()
              .startsWith("the probes of host 'orders' cannot listen on all addresses, port "));
    }
  }

  @Test
  void onAnAddressOfAnotherMachineFailTheStart() {
    String what = ": use an address of this machine, or Probes.on(80) for all of them";
    assertEquals(
        "the probes of host 'orders' cannot listen on 192.0.2.1, port 80:"
            + " Cannot assign requested address"
            + what,
        failure(Probes.on("192.0.2.1", 80)).getMessage());
    assertEquals(
        "the probes of host 'orders' cannot listen on no-host.invalid, port 80:"
            + " no address is known by that name"
            + what,
        failure(Probes.on("no-host.invalid", 80)).getMessage());
  }

  private static Throwable failure(Probes probes) {
    Host host = Host.builder("orders").install(probes).build();
    Throwable cause = assertThrows(HostStartException.class, host::start).getCause();
    assertEquals(BindException.class, cause.getClass());
    assertThrows(IllegalStateException.class, probes::port);
    return cause;
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refuseAPortThatThereIsNot(int port) {
    String message = "port " + port + ": it has to be from 1 to 65535, or 0 for any that is free";
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> Probes.on(port)).getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Probes.on("localhost", port))
            .getMessage());
  }

  @Test
  void refuseABlankAddress() {
    assertEquals(
        "the address is blank: name one of this machine, or use Probes.on(80) for all",
        assertThrows(IllegalArgumentException.class, () -> Probes.on(" ", 80)).getMessage());
    assertThrows(NullPointerException.class, () -> Probes.on(null, 80));
  }

  @Test
  void tellTheirPortWhileTheyAreOpen() {
    assertEquals(
        "Probes on localhost, port 80: not open; the port is known from the start of the host"
            + " until its stop",
        assertThrows(IllegalStateException.class, Probes.on("localhost", 80)::port).getMessage());
  }
}
