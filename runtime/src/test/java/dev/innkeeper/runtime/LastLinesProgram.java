package dev.innkeeper.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A host with a service that has failed and one that ignores its stop, beside an appender of some
 * kind. Arguments: the kind, and how the host is run.
 */
public final class LastLinesProgram {

  private LastLinesProgram() {}

  /** Writes to standard output, sooner or later. */
  private static final class Appender extends AppenderBase<ILoggingEvent> {
    private final String kind;

    Appender(String kind) {
      this.kind = kind;
    }

    @Override
    protected void append(ILoggingEvent event) {
      switch (kind) {
        case "hangs" -> hang();
        case "hangs-in-the-end" -> {
          if (event.getMessage().contains("is stopping")) {
            hang();
          }
          write(event);
        }
        case "hangs-when-it-writes" -> {
          event.getFormattedMessage();
          hang();
        }
        case "is-slow" -> {
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          write(event);
        }
        case "throws" -> throw new IllegalStateException("the appender's own");
        default -> write(event);
      }
    }

    private static void write(ILoggingEvent event) {
      System.out.println("LOG " + event.getFormattedMessage());
    }

    private static void hang() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    System.out.println("BEGINS");
    if (!args[0].equals("none")) {
      Logging.to(args[0]);
    }
    CountDownLatch failed = new CountDownLatch(1);
    Host host =
        Host.builder("p")
            .shutdownTimeout(Duration.ofSeconds(3))
            .background("deaf", LastLinesProgram::ignoreEverything)
            .background("w", LastLinesProgram::fail, s -> s.onFailure(FailurePolicy.ignore()))
            .listener(event -> noteFailure(event, failed))
            .build();
    if (args[1].equals("run")) {
      Thread.startVirtualThread(() -> stopAfter(failed, host));
      host.run();
    } else { // an embedding program runs on
      CountDownLatch reported = new CountDownLatch(1);
      System.setErr(new Counting(System.err, reported));
      host.start();
      failed.await();
      host.stop();
      reported.await();
    }
    System.out.println("RETURNED");
    System.exit(0);
  }

  /** Passes lines on, and opens the latch after the report. */
  private static final class Counting extends PrintStream {
    private final CountDownLatch reported;

    Counting(PrintStream target, CountDownLatch reported) {
      super(target, true, StandardCharsets.UTF_8);
      this.reported = reported;
    }

    @Override
    public void println(String line) {
      super.println(line);
      if (line.contains(" stopped in ")) {
        reported.countDown();
      }
    }
  }

  private static void ignoreEverything(ServiceContext context) {
    while (true) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      Thread.interrupted();
    }
  }

  private static void noteFailure(HostEvent event, CountDownLatch failed) {
    if (event instanceof HostEvent.ServiceFailed) {
      failed.countDown();
    }
  }

  /** The line of the failure comes before those of the stop. */
  private static void stopAfter(CountDownLatch failed, Host host) {
    try {
      failed.await();
      host.lifetime().requestStop();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void fail(ServiceContext context) {
    throw new IllegalStateException("the cause");
  }

  /** Without a binding there is no Logback. */
  private static final class Logging {

    private Logging() {}

    static void to(String kind) {
      Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      root.detachAndStopAllAppenders();
      root.setLevel(Level.INFO);
      Appender appender = new Appender(kind);
      appender.setContext(root.getLoggerContext());
      appender.start();
      root.addAppender(appender);
    }
  }
}
