package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Stops hosts with services that do not want to, in a JVM of its own. */
final class DeafRound {

  private static final int ORDINARY = 1000;
  private static final int STOPS = 3;

  /** How a deaf service passes its time. */
  enum Kind {
    WAITING,
    SPINNING
  }

  private record Stopped(double overshoot, int abandoned) {}

  private DeafRound() {}

  /** How many are deaf and of which kind, and how long a stop may take. */
  public static void main(String[] args) {
    Round.run(() -> measure(args));
  }

  private static Measurement measure(String[] args) throws Exception {
    int deaf = Integer.parseInt(args[0]);
    Kind kind = Kind.valueOf(args[1]);
    Duration timeout = Duration.parse(args[2]);
    double[] overshoots = new double[STOPS];
    double[] abandoned = new double[STOPS];
    for (int i = 0; i < STOPS; i++) {
      CountDownLatch release = new CountDownLatch(1);
      Stopped stopped = once(deaf, kind, timeout, release);
      release.countDown();
      overshoots[i] = stopped.overshoot;
      abandoned[i] = stopped.abandoned;
    }
    Figures figures =
        new Figures()
            .with("overshoot_ms", Figures.median(overshoots))
            .with("first_overshoot_ms", overshoots[0])
            .with("abandoned", Figures.median(abandoned));
    return Measurement.of(figures);
  }

  private static Stopped once(int deaf, Kind kind, Duration timeout, CountDownLatch release)
      throws Exception {
    Roll roll = new Roll(ORDINARY);
    CountDownLatch begin = new CountDownLatch(1);
    HostBuilder builder =
        Host.builder("deaf").startConcurrently().stopConcurrently().shutdownTimeout(timeout);
    for (int i = 0; i < ORDINARY; i++) {
      builder.background("ordinary-" + i, context -> roll.work(context::awaitStop));
    }
    for (int i = 0; i < deaf; i++) {
      builder.background("deaf-" + i, deafService(kind, begin, release));
    }
    Host host = builder.build();
    host.start();
    roll.awaitRunning();
    begin.countDown();
    Thread.sleep(20); // they are at it
    long asked = System.nanoTime();
    StopReport report = host.stop();
    long took = System.nanoTime() - asked;
    return new Stopped((took - timeout.toNanos()) / 1e6, report.in(ServiceState.ABANDONED).size());
  }

  /** Spinning services hold all carriers, so they begin when the others have started. */
  private static BackgroundService deafService(
      Kind kind, CountDownLatch begin, CountDownLatch release) {
    return new BackgroundService() {
      @Override
      public void execute(ServiceContext context) throws InterruptedException {
        begin.await();
        while (release.getCount() > 0) {
          if (kind == Kind.SPINNING) {
            Thread.onSpinWait();
          } else {
            awaitOrSwallow(release);
          }
        }
      }
    };
  }

  private static void awaitOrSwallow(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      // that is what makes it deaf
    }
  }
}
