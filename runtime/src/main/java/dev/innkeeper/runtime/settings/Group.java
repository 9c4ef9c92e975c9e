package dev.innkeeper.runtime.settings;

/** What a key is for: the host, or something that has the name of a service. */
public enum Group {
  HOST("", ""),
  SERVICES("services", "service"),
  QUEUES("queues", "job queue"),
  JOBS("jobs", "recurring job"),
  SCHEDULERS("schedulers", "job scheduler");

  private final String prefix;
  private final String noun;

  Group(String prefix, String noun) {
    this.prefix = prefix;
    this.noun = noun;
  }

  /** The first part of its keys; empty: they have none. */
  public String prefix() {
    return prefix;
  }

  /** What a user calls what it is for. */
  public String noun() {
    return noun;
  }

  /** The whole key of an option that the thing with this name has. */
  String key(String name, String option) {
    return this == HOST ? option : prefix + "." + name + "." + option;
  }
}
