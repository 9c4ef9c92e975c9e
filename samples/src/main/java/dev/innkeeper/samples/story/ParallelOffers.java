package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that asks three suppliers at the same time, one of which does not answer.
 *
 * <p>Look at the threads: each supplier is asked on one of its own, and the three belong to the
 * service. After two seconds what is there has to do, and who still waits is interrupted: when the
 * block ends, all its threads have.
 */
public final class ParallelOffers {

  private static final Logger LOG = LoggerFactory.getLogger(ParallelOffers.class);

  /** A supplier, its price, and how long it takes to answer. */
  private record Supplier(String name, int price, Duration takes) {}

  private static final List<Supplier> SUPPLIERS =
      List.of(
          new Supplier("near", 120, Duration.ofMillis(50)),
          new Supplier("far", 100, Duration.ofMillis(150)),
          new Supplier("silent", 90, Duration.ofHours(1)));

  private ParallelOffers() {}

  public static void main(String[] args) {
    Host.builder("shop")
        .background("offers", ParallelOffers::compare)
        .stopWhenComplete()
        .build()
        .run();
  }

  // snippet: children
  private static void compare(ServiceContext context) throws InterruptedException {
    try (TaskScope scope = context.openScope("ask")) {
      List<Task<Integer>> prices =
          SUPPLIERS.stream().map(supplier -> scope.fork(() -> ask(supplier))).toList();
      boolean all = scope.join(Duration.ofSeconds(2));
      LOG.info("All: {}, the best price: {}", all, best(prices));
    } // interrupts those that still run, and waits until they have ended
    LOG.info("Nobody is asked any more");
  }

  // end

  private static int best(List<Task<Integer>> prices) {
    return prices.stream()
        .filter(price -> price.state() == Task.State.SUCCEEDED)
        .mapToInt(Task::result)
        .min()
        .orElseThrow();
  }

  private static int ask(Supplier supplier) throws InterruptedException {
    try {
      Thread.sleep(supplier.takes);
      LOG.info("{} offers {}", supplier.name, supplier.price);
      return supplier.price;
    } catch (InterruptedException e) {
      LOG.info("{} has not answered", supplier.name);
      throw e;
    }
  }
}
