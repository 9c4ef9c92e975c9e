package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whole processes, as systemd starts them. */
@EnabledOnOs(OS.LINUX)
class SystemdProcessTest {

  private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";

  private final Receiver receiver = Receiver.onPath();

  SystemdProcessTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    receiver.close();
  }

  /** The JDK warns of what it will refuse, from 24 on; before, it refuses all but those named. */
  private static String refusing() {
    return Runtime.version().feature() >= 24
        ? "--illegal-native-access=deny"
        : "--enable-native-access=java.base";
  }

  @Test
  void aProcessThatIsAllowedToSendsDatagramsWithoutAWarning() throws Exception {
    try (OrdersProcess process = new OrdersProcess(receiver.address, "", List.of(ALLOWED))) {
      receiver.next(message -> message.startsWith("READY=1"));
      process.terminate();
      String stopping = receiver.next(message -> message.startsWith("STOPPING=1"));
      assertTrue(
          stopping.startsWith("STOPPING=1 | STATUS=stopping: the JVM is shutting down"), stopping);
      receiver.next(message -> message.startsWith("STATUS=stopped: the JVM is shutting down"));
      assertEquals(143, process.await());
      assertFalse(
          process.lines.stream().anyMatch(line -> line.contains("WARN")), process.lines.toString());
    }
  }

  @Test
  void aProcessThatIsRefusedToHasTheProgramDoIt() throws Exception {
    assumeTrue(NotifySocketTest.isInstalled(), "systemd-notify is not installed");
    try (OrdersProcess process = new OrdersProcess(receiver.address, "", List.of(refusing()))) {
      receiver.next(message -> message.startsWith("READY=1 | STATUS=1 service"));
      receiver.next("BARRIER=1"::equals);
      process.terminate();
      receiver.next(message -> message.startsWith("STOPPING=1"));
      receiver.next("BARRIER=1"::equals);
      receiver.next(message -> message.startsWith("STATUS=stopped: the JVM is shutting down"));
      receiver.next("BARRIER=1"::equals);
      assertEquals(143, process.await());
      assertTrue(
          process.lines.stream().anyMatch(line -> line.contains("java.lang.IllegalCaller")),
          process.lines.toString());
    }
  }

  /** A debugger holds the host's own thread, and nothing else. */
  @Test
  void aHostThatIsStuckIsSeenByTheSilenceOfItsWatchdog() throws Exception {
    String debug = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
    try (OrdersProcess process =
        new OrdersProcess(receiver.address, "1000000", List.of(ALLOWED, debug))) {
      String address = process.line("Listening for transport").replaceAll(".*: *", "");
      VirtualMachine debugger = attach(address.replaceAll(".*:", ""));
      receiver.next("WATCHDOG=1"::equals);
      ThreadReference hostThread =
          debugger.allThreads().stream()
              .filter(thread -> thread.name().equals("orders"))
              .findFirst()
              .orElseThrow();
      hostThread.suspend();
      process.line("the host itself has not answered for half of WATCHDOG_USEC");
      receiver.rest();
      debugger.allThreads(); // it is alive
      receiver.assertSilentFor(1_500); // by then systemd has ended the process
      hostThread.resume();
      receiver.next("WATCHDOG=1"::equals);
      process.line("gets WATCHDOG=1 again");
      debugger.dispose();
      process.terminate();
      receiver.next(message -> message.endsWith(" | WATCHDOG_USEC=0"));
      assertEquals(143, process.await());
    }
  }

  private static VirtualMachine attach(String port) throws Exception {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(found -> found.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port);
    return connector.attach(arguments);
  }
}
