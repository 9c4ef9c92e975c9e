package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceControl;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Orders of different operators that come at the same moment: on real threads. */
class OrdersAtOnceIT {

  private static final int ROUNDS = 2_000;

  /** It is up when it says so, which an order to stop may get in the way of. */
  private static void work(ServiceContext context) throws InterruptedException {
    context.ready();
    context.awaitStop();
  }

  /** As soon as all others come with theirs; hangs if it gets no answer. */
  private static void give(Callable<ServiceStatus> order, CyclicBarrier together) throws Exception {
    together.await();
    try {
      assertNotNull(order.call());
    } catch (IllegalStateException refusedOrSuperseded) {
      assertNotNull(refusedOrSuperseded.getMessage());
    }
  }

  @Test
  void toRestartToStopAndToStartAreAllAnsweredAndTheNextStartBringsItUp() throws Exception {
    try (Host host =
            Host.builder("host")
                .background("w", OrdersAtOnceIT::work, ServiceOptions::waitForReady)
                .build();
        ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
      host.start();
      ServiceControl control = host.control("w");
      List<Callable<ServiceStatus>> orders =
          List.of(control::restart, control::stop, control::start);
      CyclicBarrier together = new CyclicBarrier(orders.size());
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Void>> answers =
            operators.invokeAll(
                orders.stream()
                    .<Callable<Void>>map(order ->
                        () -> {
                          give(order, together);
                          return null;
                        })
                    .toList());
        for (Future<Void> answer : answers) {
          answer.get();
        }
        assertEquals(ServiceState.RUNNING, control.start().state(), "in round " + round);
      }
    }
  }
}
