package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients cannot do to probes. */
@Timeout(60) // for a connection that is not dropped
class ProbeLimitsTest {

  private static final Duration LIFE = Duration.ofMillis(200);
  private static final String HALF = "GET /readyz HT";
  private static final String OTHER_HALF = "TP/1.1\r\n\r\n";

  @Test
  void aRequestThatNeverEndsIsDroppedForANewOneTheOldestFirst() throws Exception {
    List<String> trail = new ArrayList<>();
    try (OpenProbes probes = OpenProbes.atMost(3, OpenProbes.LONG);
        ProbeClient a = probes.that(HALF);
        ProbeClient b = probes.that(HALF);
        ProbeClient c = probes.that(HALF);
        ProbeClient d = probes.that(HALF)) {
      trail.add("a dropped: " + a.isDropped());
      try (ProbeClient e = probes.that(HALF)) {
        trail.add("b dropped: " + b.isDropped());
        trail.add("c: " + ProbeClient.summary(c.send(OTHER_HALF).answer()));
        trail.add("d: " + ProbeClient.summary(d.send(OTHER_HALF).answer()));
        trail.add("e: " + ProbeClient.summary(e.send(OTHER_HALF).answer()));
      }
    }
    assertEquals(
        List.of(
            "a dropped: true", "b dropped: true", "c: 200 ready", "d: 200 ready", "e: 200 ready"),
        trail);
  }

  @Test
  void aProbeIsAnsweredBeside64RequestsThatNeverEnd() throws Exception {
    List<ProbeClient> half = new ArrayList<>();
    Limits some = Limits.OF_PROBES;
    Limits limits = new Limits(some.connections(), OpenProbes.LONG, some.chance(), some.backlog());
    try (OpenProbes probes = new OpenProbes(limits)) {
      for (int i = 0; i < 64; i++) {
        half.add(probes.that(HALF));
      }
      assertEquals("200 ready", probes.get("/readyz"));
      assertTrue(half.getFirst().isDropped());
      assertEquals("200 ready", ProbeClient.summary(half.get(1).send(OTHER_HALF).answer()));
    } finally {
      for (ProbeClient client : half) {
        client.close();
      }
    }
  }

  @Test
  void aNewConnectionIsNotDroppedBeforeItHasHadItsChance() throws Exception {
    Limits limits = new Limits(1, OpenProbes.LONG, OpenProbes.LONG, 100);
    try (OpenProbes probes = new OpenProbes(limits);
        ProbeClient first = probes.that(HALF);
        ProbeClient second = probes.that("GET /livez HTTP/1.1\r\n\r\n")) {
      assertEquals("200 ready", ProbeClient.summary(first.send(OTHER_HALF).answer()));
      first.leave();
      assertEquals("200 live", ProbeClient.summary(second.answer()));
    }
  }

  @Test
  void thoseThatWaitAreAcceptedWhenTheOldestHasHadItsChance() throws Exception {
    Limits limits = new Limits(1, OpenProbes.LONG, LIFE, 100);
    try (OpenProbes probes = new OpenProbes(limits);
        ProbeClient first = probes.that(HALF)) {
      assertEquals("200 live", probes.get("/livez"));
      assertTrue(first.isDropped());
    }
  }

  @Test
  void aRequestThatCameWhileTheThreadWasHeldUpIsAnsweredBeforeItsConnectionIsDropped()
      throws Exception {
    Semaphore entered = new Semaphore(0);
    Semaphore released = new Semaphore(0);
    try (OpenProbes probes = OpenProbes.atMost(3, OpenProbes.LONG);
        ProbeClient oldest = probes.that(HALF);
        ProbeClient first = probes.that("");
        ProbeClient second = probes.that("")) {
      probes.host.whenAskedForLife =
          () -> {
            entered.release();
            released.acquireUninterruptibly();
          };
      first.send("GET /livez HTTP/1.1\r\n\r\n");
      entered.acquire();
      // The next turn has the second to answer, and a new one to accept.
      second.send("GET /livez HTTP/1.1\r\n\r\n");
      try (ProbeClient newcomer = probes.that("GET /readyz HTTP/1.1\r\n\r\n")) {
        released.release();
        entered.acquire();
        oldest.send(OTHER_HALF);
        released.release();
        assertEquals("200 ready", ProbeClient.summary(oldest.answer()));
        assertEquals("200 ready", ProbeClient.summary(newcomer.answer()));
      }
    }
  }

  @Test
  void aConnectionIsDroppedWhenItsTimeIsOver() throws Exception {
    try (OpenProbes probes = OpenProbes.atMost(64, LIFE);
        ProbeClient silent = probes.that("");
        ProbeClient half = probes.that(HALF)) {
      assertTrue(silent.isDropped());
      assertTrue(half.isDropped());
      assertEquals("200 ready", probes.get("/readyz"));
    }
  }

  @Test
  void anAnswerThatIsReadTooSlowlyIsCutOff() throws Exception {
    try (OpenProbes probes = OpenProbes.atMost(64, LIFE);
        ProbeClient slow = ProbeClient.withSmallBuffer(probes.port())) {
      probes.host.services = Collections.nCopies(500_000, FakeService.running("a"));
      slow.send("GET /healthz HTTP/1.1\r\n\r\n");
      assertEquals("200 ready", probes.get("/readyz"));
      isReset(slow);
    }
  }

  @Test
  void aClientThatDoesNotCloseAfterItsAnswerIsDropped() throws Exception {
    try (OpenProbes probes = OpenProbes.atMost(64, LIFE);
        ProbeClient client = probes.that("GET /readyz HTTP/1.1\r\n\r\n")) {
      assertEquals("200 ready", ProbeClient.summary(client.answer()));
      isReset(client);
    }
  }

  /** Waits for that. */
  private static void isReset(ProbeClient client) {
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            client.send("more");
          }
        });
  }

  @Test
  void whatGoesWrongInOneAnswerIsLoggedAndHarmsNoOther() throws Exception {
    List<ServiceStatus> bad =
        new AbstractList<>() {
          @Override
          public ServiceStatus get(int index) {
            throw new StackOverflowError("oops");
          }

          @Override
          public int size() {
            return 1;
          }
        };
    try (LogLines log = LogLines.of(Probes.class)) {
      int port;
      try (OpenProbes probes = OpenProbes.atMost(64, OpenProbes.LONG)) {
        port = probes.port();
        probes.host.services = bad;
        for (int i = 0; i < 3; i++) {
          try (ProbeClient client = probes.that("GET /healthz HTTP/1.1\r\n\r\n")) {
            assertTrue(client.isDropped());
          }
        }
        assertEquals("200 ready", probes.get("/readyz"));
      }
      assertEquals(
          List.of(
              "INFO orders: probes are answered on /127.0.0.1:" + port,
              "WARN orders: a probe could not be answered [oops]",
              "WARN orders: a probe could not be answered, 2 times more"),
          log.lines());
    }
  }

  @Test
  void thatCannotAcceptWaitForAWhileAndSaySoOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    ServerSocketChannel server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ProbeListener.Acceptor poor =
        () -> {
          if (calls.incrementAndGet() <= 3) {
            throw new IOException("Too many open files");
          }
          return server.accept();
        };
    try (LogLines log = LogLines.of(Probes.class)) {
      ProbeListener listener =
          new ProbeListener(new ProbedHost(new FakeHost(), false), server, poor, Limits.OF_PROBES);
      listener.start();
      long began = System.nanoTime();
      assertEquals("200 ready", ProbeClient.get(listener.address().getPort(), "/readyz"));
      assertTrue(System.nanoTime() - began >= Duration.ofMillis(200).toNanos());
      listener.close();
      assertEquals(
          List.of(
              "WARN orders: the probes cannot accept connections for now [Too many open files]",
              "WARN orders: the probes cannot accept connections for now, 2 times more"),
          log.lines().stream().filter(line -> line.startsWith("WARN")).toList());
    }
  }

  @Test
  void anInterruptNeitherEndsTheThreadNorKeepsItFromWaiting() throws Exception {
    try (OpenProbes probes = OpenProbes.atMost(64, OpenProbes.LONG)) {
      Thread thread =
          Thread.getAllStackTraces().keySet().stream()
              .filter(other -> other.getName().equals("orders/probes"))
              .findFirst()
              .orElseThrow();
      thread.interrupt();
      assertEquals("200 ready", probes.get("/readyz"));
      while (thread.isInterrupted()) { // a selector would return at once
        Thread.onSpinWait();
      }
    }
  }
}
