package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.ServiceFailedException;
import dev.innkeeper.runtime.machine.Message;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bug in machine or engine: nobody waits for ever, and nobody takes it for a clean stop. */
@Timeout(60)
class BrokenHostTest {

  private final CountDownLatch runs = new CountDownLatch(1);
  private final CountDownLatch works = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  private final Host host =
      Host.builder("inn")
          .background(
              "w",
              context -> {
                context.onStopRequested(asked::countDown);
                works.countDown();
                try {
                  mayEnd.await();
                } catch (InterruptedException e) {
                  interrupted.countDown();
                  mayEnd.await();
                }
              })
          .add("idle", context -> {})
          .build();

  /** Of a service that there is not. */
  private static final Message NONSENSE = new Message.Ready(999, 1);

  private void breakMachine() throws ReflectiveOperationException {
    engine().inbox().post(NONSENSE);
  }

  private Engine engine() throws ReflectiveOperationException {
    Field engine = Host.class.getDeclaredField("engine");
    engine.setAccessible(true);
    return (Engine) engine.get(host);
  }

  private static <T> FutureTask<T> inBackground(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  @Test
  void letsWhoRunsItGoWithTheBug() throws Exception {
    host.lifetime().onStarted(runs::countDown);
    FutureTask<StopReport> run = inBackground(host::run);
    runs.await();
    works.await();
    breakMachine();
    ExecutionException ended = assertThrows(ExecutionException.class, run::get);
    Throwable failed = assertInstanceOf(ServiceFailedException.class, ended.getCause());
    assertInstanceOf(ArrayIndexOutOfBoundsException.class, failed.getCause());
    interrupted.await();
    mayEnd.countDown();
  }

  @Test
  void saysWhoRunsOnAndIsNotClean() throws Exception {
    host.start();
    works.await();
    breakMachine();
    StopReport report = host.stop();
    assertFalse(report.clean());
    assertEquals(HostState.STOPPED, host.state());
    assertEquals(ServiceState.ABANDONED, report.services().get(0).state());
    assertTrue(report.toString().contains("BrokenHostTest"), report::toString);
    interrupted.await();
    mayEnd.countDown();
  }

  @Test
  void answersOperatorsAndTheirWaits() throws Exception {
    host.start();
    works.await();
    FutureTask<Void> order =
        inBackground(() -> {
          host.control("w").stop(); // its work ends only when it may
          return null;
        });
    asked.await();
    breakMachine();
    ExecutionException refused = assertThrows(ExecutionException.class, order::get);
    assertInstanceOf(IllegalStateException.class, refused.getCause());
    mayEnd.countDown();
  }
}
