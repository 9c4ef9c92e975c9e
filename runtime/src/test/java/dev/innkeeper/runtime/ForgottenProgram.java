package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.ServiceContext;
import java.util.Map;

/** Programs that start hosts, and stop them or do not. */
public final class ForgottenProgram {

  private ForgottenProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "forgets" -> start("shop");
      case "closes" -> close(start("shop"));
      case "closes in a block" -> {
        try (Host host = builder("shop").build()) {
          host.start();
        }
      }
      case "two, one is closed" -> {
        Host first = start("first");
        start("second");
        close(first);
      }
      case "two" -> {
        start("first");
        start("second");
      }
      case "one after the other" -> {
        close(start("first"));
        start("second");
      }
      case "exits" -> {
        start("shop");
        System.exit(3);
      }
      case "exits in a service" -> {
        Host host = builder("shop").background("w", c -> System.exit(4)).build();
        host.start();
        Thread.currentThread().join();
      }
      case "closes in a hook" -> {
        Host host = start("shop");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(host)));
      }
      case "turns it off" -> builder("shop").warnIfForgotten(false).build().start();
      case "is configured" ->
          builder("shop")
              .settings(HostSettings.from(Map.of("warnIfForgotten", "false")))
              .build()
              .start();
      case "fails to start" -> {
        try {
          builder("shop").add("bad", ForgottenProgram::fail).build().start();
        } catch (HostStartException e) {
          System.out.println("did not start");
        }
      }
      case "runs" -> {
        Host host = builder("shop").background("ends", c -> c.lifetime().requestStop()).build();
        host.run();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println("main ends");
  }

  private static void fail(ServiceContext context) {
    throw new IllegalStateException("bad");
  }

  private static HostBuilder builder(String name) {
    return Host.builder(name).background("worker", ServiceContext::awaitStop);
  }

  private static Host start(String name) {
    Host host = builder(name).build();
    host.start();
    return host;
  }

  private static void close(Host host) {
    host.close();
    System.out.println("closed " + host.state());
  }
}
