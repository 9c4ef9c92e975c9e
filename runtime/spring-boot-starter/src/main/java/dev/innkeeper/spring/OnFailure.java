package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.FailurePolicy;

/**
 * What follows when a service fails: the {@link FailurePolicy} of a {@link HostedOptions}
 * annotation. A restart has its default limits; a {@link HostCustomizer} can give it others.
 *
 * @since 0.1
 */
public enum OnFailure {
  /** As {@link FailurePolicy#stopHost()}: the host stops, and so does the application. */
  STOP_HOST {
    @Override
    FailurePolicy policy() {
      return FailurePolicy.stopHost();
    }
  },
  /** As {@link FailurePolicy#ignore()}. */
  IGNORE {
    @Override
    FailurePolicy policy() {
      return FailurePolicy.ignore();
    }
  },
  /** As {@link FailurePolicy#restart()}. */
  RESTART {
    @Override
    FailurePolicy policy() {
      return FailurePolicy.restart();
    }
  };

  abstract FailurePolicy policy();
}
