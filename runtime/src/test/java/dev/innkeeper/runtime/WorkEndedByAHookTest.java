package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook for the stop makes the work throw: what it ends by then is no failure. */
class WorkEndedByAHookTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  /** As Kafka's: it comes out of a poll that was woken up. */
  private static class WakeupException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class SpecialWakeupException extends WakeupException {
    private static final long serialVersionUID = 1;
  }

  private static Stream<Exception> closings() {
    return Stream.of(
        new SocketException("Socket closed"),
        new ClosedChannelException(),
        new AsynchronousCloseException(),
        new ClosedWatchServiceException(),
        new CancellationException(),
        new InterruptedException("of a thread that the hook has interrupted"),
        new UncheckedIOException(new SocketException("Socket closed")),
        new ExecutionException(new ClosedChannelException()));
  }

  private static Stream<Exception> others() {
    return Stream.of(
        new IOException("disk full"),
        new SocketTimeoutException("the peer is slow"),
        new IllegalStateException(),
        new WakeupException());
  }

  /** Throws when its hook has run. */
  private BackgroundService throwing(Exception thrown, Class<?>... named) {
    return context -> {
      Signal closed = new Signal(time);
      context.onStopRequested(closed::raise, named);
      closed.await();
      throw thrown;
    };
  }

  private StopReport reportOf(BackgroundService service) throws Exception {
    Host host = fixture.start(fixture.host().background("w", service));
    return fixture.stop(host);
  }

  private static Throwable failureIn(StopReport report) {
    return report.services().getFirst().failure().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("closings")
  void isACleanEndWithWhatSaysThatSomethingWasClosed(Exception thrown) throws Exception {
    StopReport report = reportOf(throwing(thrown));
    assertTrue(report.clean(), report.toString());
    assertEquals(Duration.ZERO, report.took());
  }

  @Test
  void isACleanEndWithWhatTheHookNames() throws Exception {
    assertTrue(reportOf(throwing(new WakeupException(), WakeupException.class)).clean());
  }

  @Test
  void isACleanEndWithASubclassOfThatAndAsACause() throws Exception {
    Exception wrapped = new ExecutionException(new SpecialWakeupException());
    Class<?>[] named = {UnsupportedOperationException.class, WakeupException.class};
    assertTrue(reportOf(throwing(wrapped, named)).clean());
  }

  @ParameterizedTest
  @MethodSource("others")
  void isAFailureWithAnythingElse(Exception thrown) throws Exception {
    assertSame(thrown, failureIn(reportOf(throwing(thrown, UnsupportedOperationException.class))));
  }

  @ParameterizedTest
  @MethodSource("closings")
  void isAFailureIfNoHookHasRun(Exception thrown) throws Exception {
    StopReport report =
        reportOf(context -> {
          context.awaitStop();
          throw thrown;
        });
    assertSame(thrown, failureIn(report));
  }

  @Test
  void isAFailureIfOnlyAnotherServiceHasAHook() throws Exception {
    SocketException reset = new SocketException("Connection reset");
    Signal closed = new Signal(time);
    Host host =
        fixture.start(
            fixture
                .host()
                .stopConcurrently()
                .background(
                    "w",
                    context -> {
                      closed.await();
                      throw reset;
                    })
                .background(
                    "other",
                    context -> {
                      context.onStopRequested(closed::raise, SocketException.class);
                      context.awaitStop();
                    }));
    assertEquals(List.of("w FAILED", "other STOPPED"), states(fixture.stop(host)));
  }

  @Test
  void isAFailureBeforeItWasAsked() throws Exception {
    SocketException reset = new SocketException("Connection reset");
    Host host =
        fixture.start(
            fixture
                .host()
                .background(
                    "w",
                    context -> {
                      context.onStopRequested(() -> {}, SocketException.class);
                      sleep(time, seconds(1));
                      throw reset;
                    }));
    time.advance(seconds(2));
    assertSame(reset, failureIn(fixture.stop(host)));
  }

  @Test
  void isACleanEndAlsoIfTheHookIsRegisteredLate() throws Exception {
    StopReport report =
        reportOf(context -> {
          context.awaitStop();
          context.onStopRequested(() -> fixture.mark("hook"), WakeupException.class);
          throw new WakeupException();
        });
    assertTrue(report.clean(), report.toString());
    assertEquals(List.of("0 hook"), trail);
  }

  @Test
  void isACleanEndWhileTheHookIsStillAtIt() throws Exception {
    StopReport report =
        reportOf(context -> {
          Signal closed = new Signal(time);
          context.onStopRequested(
              () -> {
                closed.raise();
                sleepDeaf(time, seconds(3));
                fixture.mark("hook ends");
              },
              WakeupException.class);
          closed.await();
          fixture.mark("work ends");
          throw new WakeupException();
        });
    assertTrue(report.clean(), report.toString());
    assertEquals(List.of("0 work ends", "3 hook ends"), trail);
  }

  @Test
  void isToldAtDebug() throws Exception {
    try (LogTrail log = LogTrail.from(Level.DEBUG)) {
      assertTrue(reportOf(throwing(new SocketException("Socket closed"))).clean());
      assertEquals(
          List.of("DEBUG inn/w has ended its work, as it was asked to [Socket closed]"),
          log.linesAt(Level.DEBUG).stream().filter(line -> line.contains("as it was")).toList());
    }
  }

  @Test
  void whatIsNotThrownIsRefusedByName() throws Exception {
    StopReport report =
        reportOf(context -> {
          IllegalArgumentException refused =
              assertThrows(
                  IllegalArgumentException.class,
                  () -> context.onStopRequested(() -> {}, IOException.class, String.class));
          fixture.mark(refused.getMessage());
        });
    assertTrue(report.clean(), report.toString());
    assertEquals(
        List.of("0 onStopRequested takes classes of exceptions, and java.lang.String is none"),
        trail);
  }

  // ---- with what is really closed

  private interface Opened {
    void use(ServiceContext context, Runnable begun) throws Exception;
  }

  private static void acceptFrom(ServiceContext context, Runnable begun) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      context.onStopRequested(closing(server));
      begun.run();
      server.accept().close();
    }
  }

  private static void acceptByChannel(ServiceContext context, Runnable begun) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(null)) {
      context.onStopRequested(closing(server));
      begun.run();
      server.accept().close();
    }
  }

  private static void watch(ServiceContext context, Runnable begun) throws Exception {
    try (WatchService watcher = FileSystems.getDefault().newWatchService()) {
      context.onStopRequested(closing(watcher));
      begun.run();
      watcher.take();
    }
  }

  private static Runnable closing(AutoCloseable resource) {
    return () -> {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closedSocketsChannelsAndWatchersEndItCleanly(boolean onPlatformThreads) throws Exception {
    List<Opened> all =
        List.of(
            WorkEndedByAHookTest::acceptFrom,
            WorkEndedByAHookTest::acceptByChannel,
            WorkEndedByAHookTest::watch);
    CountDownLatch begun = new CountDownLatch(all.size());
    HostBuilder builder = Host.builder("inn").stopConcurrently();
    for (Opened each : all) {
      builder.background(
          "w" + all.indexOf(each),
          context -> each.use(context, begun::countDown),
          options -> {
            options.interruptAfter(Duration.ofHours(1));
            if (onPlatformThreads) {
              options.platformThreads();
            }
          });
    }
    Host host = builder.build();
    host.start();
    begun.await();
    StopReport report = host.stop();
    assertTrue(report.clean(), report.toString());
  }
}
