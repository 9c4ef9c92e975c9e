package dev.innkeeper.jmh.host;

import com.google.common.util.concurrent.AbstractExecutionThreadService;
import com.google.common.util.concurrent.ServiceManager;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Guava's services, of the kind whose work has a thread of its own for as long as it runs, as a
 * background service has. Its {@code AbstractIdleService} has threads only for its start and stop.
 */
record GuavaCrowd(ServiceManager manager) implements Crowd {

  static Crowd of(int services, Roll roll, Executor threads) {
    return new GuavaCrowd(
        new ServiceManager(
            Stream.generate(() -> new Worker(roll, threads)).limit(services).toList()));
  }

  @Override
  public void start() {
    manager.startAsync().awaitHealthy();
  }

  @Override
  public void stop() {
    manager.stopAsync().awaitStopped();
  }

  private static final class Worker extends AbstractExecutionThreadService {
    private final Roll roll;
    private final Executor threads;
    private final CountDownLatch stop = new CountDownLatch(1);

    Worker(Roll roll, Executor threads) {
      this.roll = roll;
      this.threads = threads;
    }

    @Override
    protected Executor executor() {
      return threads;
    }

    @Override
    protected void run() throws InterruptedException {
      roll.work(stop::await);
    }

    @Override
    protected void triggerShutdown() {
      stop.countDown();
    }
  }
}
