package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A pool whose threads are others'. */
class WorkerPoolTest {

  @Test
  void aTaskThatThrowsDoesNotEndItsWorker() throws Exception {
    List<String> trail = new CopyOnWriteArrayList<>();
    WorkerPool pool =
        new WorkerPool(1, TimeSource.system(), thrown -> trail.add(thrown.getMessage()));
    Thread worker = Thread.ofVirtual().start(pool::work);

    pool.execute(() -> {
      throw new IllegalStateException("no connection");
    });
    pool.execute(() -> trail.add("done"));
    pool.execute(pool::shutdown);

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    worker.join();
    assertEquals(List.of("no connection", "done"), trail);
  }
}
