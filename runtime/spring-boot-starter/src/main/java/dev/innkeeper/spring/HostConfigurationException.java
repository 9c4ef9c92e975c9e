package dev.innkeeper.spring;

import org.jspecify.annotations.Nullable;

/** The host cannot be made as it is asked for: what is wrong, and what to do. */
final class HostConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String action;

  HostConfigurationException(String message, String action, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  String action() {
    return action;
  }
}
