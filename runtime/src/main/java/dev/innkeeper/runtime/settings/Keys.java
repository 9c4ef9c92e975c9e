package dev.innkeeper.runtime.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of a group, in the order in which they are shown. */
public final class Keys {

  private final Group group;
  private final List<Key<?>> keys = new ArrayList<>();

  Keys(Group group) {
    this.group = group;
  }

  <T> Key<T> add(String option, Type<T> type, @Nullable String defaultValue, String description) {
    Key<T> key = new Key<>(group, option, type, defaultValue, description);
    keys.add(key);
    return key;
  }

  public static List<Key<?>> of(Group group) {
    Keys keys =
        switch (group) {
          case HOST -> HostKeys.ALL;
          case SERVICES -> ServiceKeys.ALL;
          case QUEUES -> QueueKeys.ALL;
          case JOBS -> JobKeys.ALL;
          case SCHEDULERS -> SchedulerKeys.ALL;
        };
    return List.copyOf(keys.keys);
  }

  public static Stream<Key<?>> all() {
    return Arrays.stream(Group.values()).flatMap(group -> of(group).stream());
  }

  /** In whatever spelling. */
  static @Nullable Key<?> find(Group group, String option) {
    String wanted = Spelling.plain(option);
    return of(group).stream()
        .filter(key -> Spelling.plain(key.option()).equals(wanted))
        .findFirst()
        .orElse(null);
  }

  static List<String> options(Group group) {
    return of(group).stream().<String>map(Key::option).toList();
  }
}
