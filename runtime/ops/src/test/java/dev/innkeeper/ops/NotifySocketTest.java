package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which way messages go, and what becomes of those that are not taken. */
@EnabledOnOs(OS.LINUX)
class NotifySocketTest {

  private static final List<String> STOPPING = List.of("STOPPING=1", "STATUS=a b; $(id) \"ü\"");
  private static final String FLAG =
      "Start Java with --enable-native-access=dev.innkeeper.ops, or =ALL-UNNAMED if Innkeeper is on"
          + " the class path";

  private final SystemdLog log = new SystemdLog();

  @TempDir private Path folder;

  @AfterEach
  void detach() {
    log.close();
  }

  private static NotifySocket.Finder refusing() {
    return () -> {
      throw new IllegalCallerException("Illegal native access from module dev.innkeeper.ops");
    };
  }

  /** Whether the real program is there. */
  static boolean isInstalled() {
    try {
      NotifyProgram.to("@x");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path script(String body) throws IOException {
    Path file = folder.resolve("systemd-notify");
    Files.writeString(file, "#!/bin/sh\n" + body);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aDatagramIsTheFirstChoice() throws Exception {
    try (Receiver receiver = Receiver.onPath()) {
      NotifySocket socket = new NotifySocket(receiver.address);
      socket.send(List.of());
      socket.send(STOPPING);
      assertEquals("STOPPING=1 | STATUS=a b; $(id) \"ü\"", receiver.next());
      assertEquals(List.of(), receiver.rest());
    }
    assertEquals(List.of(), log.lines());
  }

  @Test
  void theProgramIsTheSecond() throws Exception {
    assumeTrue(isInstalled(), "systemd-notify is not installed");
    try (Receiver receiver = Receiver.onPath()) {
      NotifySocket socket =
          new NotifySocket(receiver.address, refusing(), () -> NotifyProgram.to(receiver.address));
      Thread sender = Thread.ofPlatform().daemon().start(() -> socket.send(STOPPING));
      assertEquals("STOPPING=1 | STATUS=a b; $(id) \"ü\"", receiver.next());
      assertEquals("BARRIER=1", receiver.next()); // by which it waits until that was read
      sender.join();
      assertEquals(List.of(), receiver.rest());
    }
    assertEquals(
        List.of(
            "INFO systemd is told by the program systemd-notify, for which the unit may need"
                + " NotifyAccess=all: the JDK does not let this process do so by itself"
                + " (java.lang.IllegalCallerException: Illegal native access from module"
                + " dev.innkeeper.ops). "
                + FLAG),
        log.lines());
  }

  @Test
  void theProgramIsGivenAssignmentsAndTheSocket() throws Exception {
    Path said = folder.resolve("said");
    Path program = script("printf '%s\\n' \"$NOTIFY_SOCKET\" \"$@\" > '" + said + "'\n");
    new NotifyProgram(program, "@x").send(STOPPING);
    assertEquals(List.of("@x", "STOPPING=1", "STATUS=a b; $(id) \"ü\""), Files.readAllLines(said));
  }

  @Test
  void aProgramThatFailsIsWarnedOfOnce() throws Exception {
    Path program = script("echo 'No such socket' >&2; exit 3\n");
    NotifySocket socket =
        new NotifySocket("@x", refusing(), () -> new NotifyProgram(program, "@x"));
    socket.send(STOPPING);
    socket.send(STOPPING);
    assertEquals(
        "WARN systemd has not taken [STOPPING=1, STATUS=a b; $(id) \"ü\"], which was sent to '@x': "
            + program
            + " has ended with 3: No such socket. What it does not take from here on is logged at"
            + " DEBUG",
        log.lines().get(1));
    assertEquals(2, log.lines().size());
  }

  @Test
  void aProgramIsLookedForOnThePath() throws Exception {
    Path program = script("exit 0\n");
    Path other = Files.createDirectories(folder.resolve("other").resolve("systemd-notify"));
    String path = "/no/such/folder:" + other.getParent() + ":" + folder;
    assertEquals(program, NotifyProgram.find("systemd-notify", path));
    IOException thrown =
        assertThrows(IOException.class, () -> NotifyProgram.find("systemd-notify", "/no:/nor"));
    assertEquals(
        "'systemd-notify' is in no folder of PATH, which is '/no:/nor'", thrown.getMessage());
  }

  @Test
  void withoutAnyWayThereIsOneWarningWithBothReasons() {
    NotifySocket socket =
        new NotifySocket(
            "@x",
            refusing(),
            () -> {
              throw new IOException("'systemd-notify' is in no folder of PATH, which is '/no'");
            });
    socket.send(STOPPING);
    socket.send(STOPPING);
    assertEquals(
        List.of(
            "WARN systemd is told nothing. The JDK does not let this process do so:"
                + " java.lang.IllegalCallerException: Illegal native access from module"
                + " dev.innkeeper.ops. Nor is there the program systemd-notify: 'systemd-notify' is"
                + " in no folder of PATH, which is '/no'. "
                + FLAG
                + "; or install systemd-notify"),
        log.lines());
  }

  @Test
  void aSocketThatIsGoneIsWarnedOfOnce() {
    NotifySocket socket = new NotifySocket("/no/such/socket");
    socket.send(List.of("READY=1"));
    socket.send(List.of("WATCHDOG=1"));
    assertEquals(
        List.of(
            "WARN systemd has not taken [READY=1], which was sent to '/no/such/socket': sendto has"
                + " failed with errno 2 (ENOENT, there is no such socket). What it does not take"
                + " from here on is logged at DEBUG"),
        log.lines());
  }
}
