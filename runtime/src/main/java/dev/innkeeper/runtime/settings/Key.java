package dev.innkeeper.runtime.settings;

import org.jspecify.annotations.Nullable;

/** A key that a configuration may have, with all that is known of it. Each is itself alone. */
public final class Key<T> {

  private final Group group;
  private final String option;
  private final Type<T> type;
  private final @Nullable String defaultValue;
  private final String description;

  Key(Group group, String option, Type<T> type, @Nullable String defaultValue, String description) {
    this.group = group;
    this.option = option;
    this.type = type;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  public Group group() {
    return group;
  }

  /** The key without its group and the name: {@code restart.first}. */
  public String option() {
    return option;
  }

  public Type<T> type() {
    return type;
  }

  /** As a configuration would have it; null: none. */
  public @Nullable String defaultValue() {
    return defaultValue;
  }

  /** In a sentence. */
  public String description() {
    return description;
  }

  /** For what has this name. */
  public String of(String name) {
    return group.key(name, option);
  }

  @Override
  public String toString() {
    return of("NAME");
  }
}
