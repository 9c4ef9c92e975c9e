package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a real host has sent to a real socket. */
@EnabledOnOs(OS.LINUX)
class SystemdTest {

  private static final String EXTEND = " | EXTEND_TIMEOUT_USEC=15000000";
  private static final String FIRST = "STATUS=starting: 0 of 2 services started" + EXTEND;

  private final SystemdLog log = new SystemdLog();
  private final Receiver receiver = Receiver.onPath();
  private final List<String> trail = new ArrayList<>();

  SystemdTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    log.close();
    receiver.close();
  }

  private Systemd systemd() {
    return Systemd.from(Map.of("NOTIFY_SOCKET", receiver.address));
  }

  private Systemd withWatchdog(int millis) {
    return Systemd.from(Map.of("NOTIFY_SOCKET", receiver.address, "WATCHDOG_USEC", millis + "000"));
  }

  private static boolean isThereAThread(String name) {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(name));
  }

  @Test
  void aStartAChangeOfHealthAndAStopAreTold() throws Exception {
    CountDownLatch mayStart = new CountDownLatch(1);
    CountDownLatch mayStop = new CountDownLatch(1);
    AtomicReference<ServiceContext> db = new AtomicReference<>();
    Host host =
        Host.builder("orders")
            .install(systemd())
            .add(
                "db",
                context -> {
                  mayStart.await();
                  db.set(context);
                })
            .background(
                "web",
                context -> {
                  context.awaitStop();
                  mayStop.await();
                })
            .build();
    Thread starter = Thread.ofVirtual().start(host::start);
    trail.add(receiver.next());
    mayStart.countDown();
    trail.add(receiver.nextEvent());
    starter.join();
    db.get().health(Health.down("no\nconnection"));
    trail.add(receiver.next(message -> message.contains("DOWN")));
    host.lifetime().requestStop("the licence has expired");
    trail.add(receiver.nextEvent());
    mayStop.countDown();
    assertTrue(host.stop().clean());
    trail.add(receiver.next(message -> message.startsWith("STATUS=stopped")));
    assertEquals(
        List.of(
            FIRST,
            "READY=1 | STATUS=2 services",
            "STATUS=2 services; db DOWN: no connection",
            "STOPPING=1 | STATUS=stopping: the licence has expired; 2 of 2 services left: db, web"
                + EXTEND,
            "STATUS=stopped: the licence has expired"),
        trail);
    assertEquals(List.of(), receiver.rest());
    assertFalse(isThereAThread("orders/systemd"));
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aStartThatFailsIsNeverReady() {
    Host host =
        Host.builder("orders")
            .install(systemd())
            .add(
                "db",
                context -> {
                  throw new IOException("no connection");
                })
            .add("web", context -> {})
            .build();
    assertThrows(HostStartException.class, host::start);
    trail.add(receiver.next());
    trail.add(receiver.nextEvent());
    trail.add(receiver.next(message -> message.contains("failed: ")));
    assertEquals(FIRST, trail.get(0));
    assertTrue(trail.get(1).startsWith("STOPPING=1 | STATUS=stopping: "), trail.get(1));
    assertTrue(trail.get(2).startsWith("STATUS=1 failed: db; stopped: "), trail.get(2));
    assertEquals(List.of(), receiver.rest());
  }

  @Test
  void servicesThatAreAbandonedAreNamed() throws Exception {
    AtomicInteger interrupts = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    Host host =
        Host.builder("orders")
            .install(systemd())
            .shutdownTimeout(Duration.ofMillis(500))
            .background(
                "deaf",
                context -> {
                  while (never.getCount() != 0) {
                    try {
                      never.await();
                    } catch (InterruptedException e) {
                      interrupts.incrementAndGet();
                    }
                  }
                })
            .add("web", context -> {})
            .build();
    host.start();
    host.lifetime().requestStop("it is late");
    assertFalse(host.stop().clean());
    assertTrue(interrupts.get() > 0);
    never.countDown();
    trail.add(receiver.next());
    trail.add(receiver.nextEvent());
    trail.add(receiver.nextEvent().replaceAll("STOPPING=1.*", "STOPPING=1"));
    trail.add(receiver.next(message -> message.contains("abandoned")));
    assertEquals(
        List.of(
            FIRST,
            "READY=1 | STATUS=2 services",
            "STOPPING=1",
            "STATUS=1 abandoned: deaf; stopped: it is late"),
        trail);
    assertEquals(List.of(), receiver.rest());
  }

  @Test
  void workThatIsCompleteAtOnceWasReady() throws Exception {
    Host host =
        Host.builder("orders")
            .install(systemd())
            .stopWhenComplete()
            .background("a", context -> {})
            .background("b", context -> {})
            .build();
    host.run();
    trail.add(receiver.next());
    trail.add(receiver.nextEvent());
    trail.add(receiver.nextEvent().replaceAll("STOPPING=1.*", "STOPPING=1"));
    assertEquals(List.of(FIRST, "READY=1 | STATUS=2 services", "STOPPING=1"), trail);
  }

  @Test
  void theWatchdogIsSilentWhileAMarkedServiceIsDown() throws Exception {
    AtomicReference<ServiceContext> db = new AtomicReference<>();
    AtomicReference<ServiceContext> web = new AtomicReference<>();
    Host host =
        Host.builder("orders")
            .install(withWatchdog(1_000))
            .add("db", db::set, s -> s.watchdog())
            .add("web", web::set)
            .build();
    host.start();
    receiver.next("WATCHDOG=1"::equals);
    db.get().health(Health.down("no connection"));
    assertTrue(log.next().endsWith("service 'db' is DOWN: no connection"), log.lines().toString());
    receiver.rest();
    trail.add(statusOrBeatAfter(() -> web.get().health(Health.degraded("slow")), "web DEGRADED"));
    trail.add(statusOrBeatAfter(() -> web.get().health(Health.down("gone")), "web DOWN"));
    assertEquals( // of which there is one a second, and there would be two beats
        List.of(
            "STATUS=2 services; db DOWN: no connection; web DEGRADED: slow",
            "STATUS=2 services; db DOWN: no connection; web DOWN: gone"),
        trail);
    db.get().health(Health.up());
    assertTrue(log.next().startsWith("INFO the watchdog of systemd gets WATCHDOG=1 again"));
    receiver.next("WATCHDOG=1"::equals);
    host.stop();
    String last = receiver.next(message -> message.contains("STATUS=stopped"));
    assertTrue(last.endsWith(" | WATCHDOG_USEC=0"), last);
    assertEquals(List.of(), receiver.rest());
    assertEquals(2, log.lines().size(), log.lines().toString());
  }

  private String statusOrBeatAfter(Runnable change, String status) {
    change.run();
    return receiver.next(message -> message.contains("WATCHDOG") || message.contains(status));
  }

  @Test
  void aListenerThatHangsDoesNotKeepTheHostFromBeingReady() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    Host host =
        Host.builder("orders")
            .listener(event -> awaitQuietly(hang))
            .install(systemd())
            .add("db", context -> {})
            .add("web", context -> {})
            .build();
    host.start();
    trail.add(receiver.next());
    trail.add(receiver.nextEvent());
    assertEquals(List.of(FIRST, "READY=1 | STATUS=2 services"), trail);
    hang.countDown();
    host.stop();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void outsideOfSystemdThereIsNoThread() throws Exception {
    Systemd off = Systemd.from(Map.of("WATCHDOG_USEC", "1000"));
    assertEquals("Systemd[off]", off.toString());
    Host host = Host.builder("orders").install(off).add("db", context -> {}).build();
    host.start();
    assertFalse(isThereAThread("orders/systemd"));
    assertTrue(host.stop().clean());
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aSecondHostAtTheSameTimeIsWarnedOf() throws Exception {
    Systemd systemd = systemd();
    Host first = Host.builder("orders").install(systemd).build();
    Host second = Host.builder("mails").install(systemd).build();
    first.start();
    second.start();
    assertTrue(isThereAThread("orders/systemd"));
    assertFalse(isThereAThread("mails/systemd"));
    second.stop();
    assertTrue(isThereAThread("orders/systemd"));
    first.stop();
    assertEquals(
        List.of(
            "WARN systemd is told of host 'orders', and not of host 'mails', which starts as well:"
                + " a process is one unit, so install Systemd in one of them"),
        log.lines());
    Host third = Host.builder("mails").install(systemd).build();
    third.start();
    assertTrue(isThereAThread("mails/systemd"));
    third.stop();
    assertEquals(1, log.lines().size());
  }

  @Test
  void aSocketThatIsNotThereHarmsNobody() throws Exception {
    Host host =
        Host.builder("orders")
            .install(Systemd.from(Map.of("NOTIFY_SOCKET", "/no/such/socket")))
            .add("db", context -> {})
            .build();
    host.start();
    assertTrue(host.stop().clean());
    assertEquals(1, log.lines().size(), log.lines().toString());
    assertTrue(log.lines().getFirst().contains("errno 2 (ENOENT"), log.lines().toString());
  }
}
