package consumer;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;

/** Embeds a host as a user would, and says where its classes came from. */
public final class Main {
  private Main() {}

  /** Prints what EmbeddingIT asserts. */
  public static void main(String[] args) {
    Host host =
        Host.builder("consumer")
            .add("database", context -> System.out.println("the database is open"))
            .background(
                "ticker",
                context -> {
                  try (PeriodicTimer timer = context.timer(Duration.ofMillis(5))) {
                    while (timer.waitForNextTick() && timer.lastTick().number() < 3) {
                      Thread.onSpinWait();
                    }
                  }
                  System.out.println("the ticker has ticked");
                  context.lifetime().requestStop();
                },
                s -> s.dependsOn("database"))
            .build();
    StopReport report = host.run();
    System.out.println("stopped, clean: " + report.clean());
    System.out.println("timer from " + origin(PeriodicTimer.class));
    System.out.println("runtime from " + origin(Host.class));
  }

  private static String origin(Class<?> type) {
    return type.getModule() + " in " + type.getProtectionDomain().getCodeSource().getLocation();
  }
}
