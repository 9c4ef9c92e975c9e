package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import java.util.concurrent.CountDownLatch;

/** A host with a service that computes without an end, on the only carrier that there is. */
public final class CarriersHeldProgram {

  private static volatile boolean spins = true;

  private CarriersHeldProgram() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    Host host =
        Host.builder("shop")
            .background("idle", context -> context.awaitStop())
            .background("spins", context -> spin())
            .listener(event -> {
              if (event instanceof HostEvent.CarriersHeld held) {
                System.out.println("holders: " + held.holders().size());
                told.countDown();
              }
            })
            .build();
    host.start();
    await(host, Health.Status.DEGRADED);
    System.out.println("health: " + host.health().reason().replaceAll("\\d.*?:", "N:"));
    System.out.println("ready: " + host.isReady());
    spins = false;
    await(host, Health.Status.UP);
    told.await();
    System.out.println("clean: " + host.stop().clean());
  }

  private static void spin() {
    while (spins) {
      Thread.onSpinWait();
    }
  }

  /** The main thread is a platform thread, and needs no carrier. */
  private static void await(Host host, Health.Status status) throws InterruptedException {
    while (host.health().status() != status) {
      Thread.sleep(20);
    }
  }
}
