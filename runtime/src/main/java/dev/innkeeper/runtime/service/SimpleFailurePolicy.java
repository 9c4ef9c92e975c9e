package dev.innkeeper.runtime.service;

/** The policies without settings. */
enum SimpleFailurePolicy implements FailurePolicy {
  STOP_HOST("stop the host"),
  IGNORE("ignore");

  private final String text;

  SimpleFailurePolicy(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
