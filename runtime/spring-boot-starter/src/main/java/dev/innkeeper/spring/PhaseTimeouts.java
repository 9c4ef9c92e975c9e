package dev.innkeeper.spring;

import java.time.Duration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * How long Spring waits for the beans of a phase to stop. It asks for that anew in each phase, so
 * what one phase does not need is left for those behind it.
 */
final class PhaseTimeouts {

  private static final String PROCESSOR = "lifecycleProcessor";

  private final ApplicationContext context;

  PhaseTimeouts(ApplicationContext context) {
    this.context = context;
  }

  /** From the present phase on; a processor of the application's own is left alone. */
  void limit(Duration left) {
    if (context.containsLocalBean(PROCESSOR)
        && context.getBean(PROCESSOR) instanceof DefaultLifecycleProcessor processor) {
      processor.setTimeoutPerShutdownPhase(Math.max(1, left.toMillis()));
    }
  }
}
