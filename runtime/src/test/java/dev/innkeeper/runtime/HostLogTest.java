package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log lines of a host, all of them, in order. */
class HostLogTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          String thrown =
              event.getThrowableProxy() == null
                  ? ""
                  : " [" + event.getThrowableProxy().getMessage() + "]";
          lines.add(event.getLevel() + " " + event.getFormattedMessage() + thrown);
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    logger.setLevel(null);
  }

  @Test
  void aCleanLifeIsThreeLines() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a", 1, 2))
            .background("w", ServiceContext::awaitStop)
            .build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "INFO inn started: 2 services in 1.00 s",
            "INFO inn is stopping: stop() was called",
            "INFO inn stopped in 2.00 s: 2 stopped"),
        lines);
  }

  @Test
  void theServicesAreThereAtDebug() throws Exception {
    logger.setLevel(Level.DEBUG);
    Host host = fixture.host().background("once", context -> fixture.mark("done")).build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "DEBUG inn/once is starting",
            "DEBUG inn/once started in 0 ms",
            "DEBUG inn/once has completed its work",
            "INFO inn started: 1 service in 0 ms",
            "INFO inn is stopping: stop() was called",
            "DEBUG inn/once is asked to stop",
            "DEBUG inn/once stopped in 0 ms",
            "INFO inn stopped in 0 ms: 1 stopped",
            "DEBUG inn stopped in 0 ms: 1 stopped\n  once STOPPED in 0 ms"),
        lines);
  }

  @Test
  void aFailureIsLoggedOnceWithTheServicesNameAndTheStopSaysWhy() {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  sleep(time, seconds(1));
                  throw new IllegalStateException("crash");
                })
            .build();
    assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals(
        List.of(
            "INFO inn started: 1 service in 0 ms",
            "ERROR inn/w failed in its work [crash]",
            "INFO inn is stopping: 'w' failed",
            "WARN inn stopped in 0 ms: 1 failed\n"
                + "  w FAILED in 0 ms: java.lang.IllegalStateException: crash"),
        lines.stream().filter(line -> !line.contains("the JVM runs on")).toList());
  }

  @Test
  void anInterruptAndAnAbandonmentAreWarnings() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w", context -> sleepDeaf(time, Duration.ofDays(1)), s -> s.stopTimeout(seconds(8)))
            .build();
    fixture.start(host);
    lines.clear();
    fixture.stop(host);
    assertEquals("INFO inn is stopping: stop() was called", lines.get(0));
    assertEquals(
        "WARN inn/w is interrupted: it has not stopped 2.00 s after it was asked", lines.get(1));
    assertEquals(4, lines.size(), lines.toString());
    assertIsShownDownToTheUsersCode(
        """
        WARN inn/w was interrupted here; to stop when it is asked to, it can sleep with \
        context.awaitStop(timeout) and wait with context.timer(...)
          thread 'inn/w' had not ended
        """,
        lines.get(2));
    assertIsShownDownToTheUsersCode(
        """
        WARN inn stopped in 8.00 s: 1 abandoned
          w ABANDONED after 8.00 s
              thread 'inn/w' is stuck
        """,
        lines.get(3));
  }

  /** After {@code beginning} a stack, of the user's code and what that calls, from the top down. */
  private static void assertIsShownDownToTheUsersCode(String beginning, String line) {
    assertTrue(line.startsWith(beginning), line);
    List<String> stack = line.substring(beginning.length()).lines().toList();
    int deaf = indexOf(stack, "HostFixture.sleepDeaf");
    assertTrue(deaf >= 0, line);
    assertTrue(stack.get(deaf + 1).contains("HostLogTest.lambda$"), line);
    assertTrue(stack.get(deaf + 2).matches(" +\\.\\.\\. \\d+ more"), line);
    assertEquals(deaf + 3, stack.size(), line);
  }

  private static int indexOf(List<String> lines, String part) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).contains(part))
        .findFirst()
        .orElse(-1);
  }

  @Test
  void whereWorkIsInterruptedIsShownOnceForAServiceAndForTenOfThemAtMost() throws Exception {
    HostBuilder builder = fixture.host().stopConcurrently();
    for (int i = 0; i < 20; i++) {
      builder.background("w" + i, context -> sleep(time, Duration.ofDays(1)));
    }
    Host host = builder.build();
    fixture.start(host);
    lines.clear();
    for (int i = 0; i < 3; i++) {
      time.drive(host.control("w7")::restart);
    }
    assertEquals(1, lines.stream().filter(line -> line.contains("was interrupted here")).count());
    fixture.stop(host);
    assertEquals(10, lines.stream().filter(line -> line.contains("was interrupted here")).count());
    assertEquals(23, lines.stream().filter(line -> line.contains("is interrupted: ")).count());
  }

  @Test
  void anInterruptAtOnceHasNoTime() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> sleepDeaf(time, Duration.ofSeconds(1)),
                s -> s.interruptAfter(Duration.ZERO))
            .build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals("WARN inn/w is interrupted", lines.get(2));
  }

  @Test
  void runNamesTheThreadsThatWillKeepTheJvmUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread keeper =
        Thread.ofPlatform()
            .name("forgotten-pool")
            .start(() -> assertDoesNotThrow(() -> end.await()));
    Thread daemon =
        Thread.ofPlatform()
            .daemon()
            .name("harmless")
            .start(() -> assertDoesNotThrow(() -> end.await()));
    Host host = fixture.host().background("w", context -> context.lifetime().requestStop()).build();
    time.drive(host::run);
    end.countDown();
    keeper.join();
    daemon.join();
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("INFO inn has stopped; the JVM runs on until these threads"), last);
    assertTrue(last.contains("forgotten-pool"), last);
    assertFalse(last.contains("harmless"), last);
  }

  @Test
  void aCallbackThatThrowsIsAnError() throws Exception {
    Host host = fixture.host().build();
    host.lifetime()
        .onStarted(() -> {
          throw new IllegalStateException("callback");
        });
    fixture.start(host);
    fixture.stop(host);
    assertEquals("ERROR inn: a callback for 'started' failed [callback]", lines.get(1));
  }

  @Test
  void aCallbackThatHangsIsTold() throws Exception {
    Host host = fixture.host().build();
    fixture.start(host);
    lines.clear();
    host.lifetime().onStopping(() -> sleepDeaf(time, Duration.ofDays(1)));
    fixture.stop(host);
    assertEquals(
        List.of(
            "INFO inn is stopping: stop() was called",
            "WARN inn: goes on without waiting for the callbacks for 'stopping'",
            "INFO inn stopped in 19.8 s: no services"),
        lines);
  }

  @Test
  void aStartThatTakesTooLongIsAnErrorOfItsService() {
    Host host =
        fixture
            .host()
            .add("slow", marking.service("slow", 99, 0), s -> s.startTimeout(seconds(2)))
            .build();
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        "ERROR inn/slow failed to start in time [not started within PT2S: slow]", lines.get(0));
    assertEquals("INFO inn is stopping: 'slow' failed to start", lines.get(1));
  }
}
