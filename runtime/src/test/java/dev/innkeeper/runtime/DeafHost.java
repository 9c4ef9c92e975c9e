package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceContext;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/**
 * A program whose services ignore everything: it stops its host from the main thread and says how
 * that went. Arguments: the kind of deafness, how many services, the deadline in milliseconds, and
 * optionally {@code ungated}: then the services are deaf from their first instruction on, so that
 * those which spin keep the others from starting.
 */
public final class DeafHost {

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Object MONITOR = new Object();
  private static final CountDownLatch HELD = new CountDownLatch(2);

  /** Open when the host has started: until then the services are well-behaved. */
  private static final CountDownLatch GATE = new CountDownLatch(1);

  private static final AtomicLong IGNORED = new AtomicLong();

  enum Kind {
    SLEEP {
      @Override
      void deaf() {
        while (true) {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            IGNORED.incrementAndGet();
          }
        }
      }
    },
    LOCK {
      @Override
      void deaf() {
        DeafHost.LOCK.lock();
      }
    },
    SPIN {
      @Override
      void deaf() {
        while (true) {
          Thread.onSpinWait();
        }
      }
    },
    PINNED {
      @Override
      void deaf() {
        synchronized (MONITOR) {
          IGNORED.incrementAndGet();
        }
      }
    },
    /** An interrupt closes the channel on the thread that interrupts, and this close hangs. */
    CHANNEL {
      @Override
      void deaf() {
        new ChannelThatHangs().block();
      }
    };

    abstract void deaf();
  }

  private static final class ChannelThatHangs extends AbstractInterruptibleChannel {

    @Override
    protected void implCloseChannel() {
      Kind.SLEEP.deaf();
    }

    void block() {
      begin();
      Kind.SLEEP.deaf();
    }
  }

  private DeafHost() {}

  public static void main(String[] args) throws InterruptedException {
    int count = Integer.parseInt(args[1]);
    Duration deadline = Duration.ofMillis(Long.parseLong(args[2]));
    boolean gated = args.length < 4;
    holdTheLocks();

    CountDownLatch deaf = new CountDownLatch(Math.min(count, gated ? 1 : 2));
    HostBuilder builder =
        Host.builder("deaf").startConcurrently().stopConcurrently().shutdownTimeout(deadline);
    for (int i = 0; i < count; i++) {
      Kind kind = args[0].equals("MIXED") ? Kind.values()[i % 4] : Kind.valueOf(args[0]);
      builder.background(
          kind + "-" + i,
          context -> {
            if (gated) {
              GATE.await();
            }
            deaf.countDown();
            kind.deaf();
          });
    }
    Host host = builder.build();
    warmUp();
    Thread.ofPlatform().daemon().start(() -> start(host));
    if (gated) {
      awaitRunning(host);
      GATE.countDown();
    }
    deaf.await();

    long before = System.nanoTime();
    StopReport report = host.stop();
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    List<ServiceStatus> abandoned = report.in(ServiceState.ABANDONED);
    System.out.printf(
        "RESULT jdk=%s kind=%s services=%d deadline=%d took=%d overshoot=%d abandoned=%d"
            + " named=%d withoutCarrier=%d inDeafCode=%d%n",
        Runtime.version().feature(),
        args[0],
        count,
        deadline.toMillis(),
        took.toMillis(),
        took.minus(deadline).toMillis(),
        abandoned.size(),
        abandoned.stream().filter(s -> !s.stuckIn().isEmpty()).count(),
        abandoned.stream().filter(s -> s.toString().contains("no carrier")).count(),
        abandoned.stream().filter(s -> s.toString().contains("DeafHost")).count());
  }

  private static void start(Host host) {
    try {
      host.start();
    } catch (HostStartException e) {
      System.out.println("START FAILED " + e.getMessage());
    }
  }

  private static void awaitRunning(Host host) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    host.lifetime().onStarted(running::countDown);
    running.await();
  }

  /** Loads what a stop needs, so that a cold JVM is not what is measured. */
  private static void warmUp() throws InterruptedException {
    LoggerFactory.getLogger(DeafHost.class).debug("warm");
    Host host = Host.builder("warm").background("w", ServiceContext::awaitStop).build();
    host.start();
    host.stop();
  }

  private static void holdTheLocks() throws InterruptedException {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          LOCK.lock();
          HELD.countDown();
          Kind.SLEEP.deaf();
        });
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          synchronized (MONITOR) {
            HELD.countDown();
            Kind.SLEEP.deaf();
          }
        });
    HELD.await();
  }
}
