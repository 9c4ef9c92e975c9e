package dev.innkeeper.jmh.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread for each service, which waits for those before it and sleeps: the least that is
 * possible. Its excess over the critical path is that of sleeping itself, on this machine.
 */
record BareGraph(RandomGraph graph) implements Crowd {

  @Override
  public void start() throws Exception {
    sleepInOrder(graph.dependencies());
  }

  @Override
  public void stop() throws Exception {
    sleepInOrder(graph.dependents());
  }

  private void sleepInOrder(List<List<Integer>> before) throws Exception {
    List<CountDownLatch> done =
        Stream.generate(() -> new CountDownLatch(1)).limit(graph.size()).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> services = new ArrayList<>();
      for (int service = 0; service < graph.size(); service++) {
        Duration time = graph.times().get(service);
        List<CountDownLatch> first = before.get(service).stream().map(done::get).toList();
        CountDownLatch own = done.get(service);
        services.add(threads.submit(() -> sleepAfter(first, time, own)));
      }
      for (Future<?> service : services) {
        service.get();
      }
    }
  }

  private static @Nullable Object sleepAfter(
      List<CountDownLatch> first, Duration time, CountDownLatch own) throws InterruptedException {
    for (CountDownLatch one : first) {
      one.await();
    }
    Thread.sleep(time);
    own.countDown();
    return null;
  }
}
