package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.HostEvent;
import java.util.concurrent.CountDownLatch;

/**
 * A host with a service that computes without an end, on the only carrier that there is. It reads a
 * byte when the carrier is held, and another one when it is free. The main thread needs none.
 */
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
    System.in.read(); // they are held
    System.out.println("health: " + host.health().reason().replaceAll("\\d.*?:", "N:"));
    System.out.println("ready: " + host.isReady());
    spins = false;
    System.in.read(); // they are free
    System.out.println("then: " + host.health());
    told.await();
    System.out.println("clean: " + host.stop().clean());
  }

  private static void spin() {
    while (spins) {
      Thread.onSpinWait();
    }
  }
}
