package dev.innkeeper.spring;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;

/** Ends the application when one of its hosts has stopped, and nobody has closed the context. */
final class EndOfApplication {

  private final ConfigurableApplicationContext context;
  private final boolean exits;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * For the application of {@code context}.
   *
   * @param exits whether the JVM is to end, too
   */
  EndOfApplication(ConfigurableApplicationContext context, boolean exits) {
    this.context = context;
    this.exits = exits;
  }

  /** Tells load balancers to stop sending traffic. */
  void refuseTraffic() {
    if (context.isActive()) {
      AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    }
  }

  /**
   * On a thread of its own, since a host is not through before its callbacks are; and not on a
   * daemon, which would end with the context, before it has said the exit code.
   */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().name("innkeeper/end-of-application").daemon(false).start(this::end);
    }
  }

  private void end() {
    if (exits) {
      System.exit(SpringApplication.exit(context));
    } else {
      context.close();
    }
  }
}
