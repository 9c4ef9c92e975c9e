package dev.innkeeper.cdi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.weld.environment.se.Weld;

/** What happened, in order, and containers for it to happen in. */
final class Trail {

  private static final List<String> WORDS = new CopyOnWriteArrayList<>();

  private Trail() {}

  static void clear() {
    WORDS.clear();
  }

  static void add(String word) {
    WORDS.add(word);
  }

  static List<String> words() {
    return List.copyOf(WORDS);
  }

  /** One that has this module and these beans, and nothing that it found by itself. */
  static Weld container(Class<?>... beans) {
    return new Weld()
        .disableDiscovery()
        .addBeanClass(ContainerHost.class)
        .addBeanClasses(beans)
        .property(Weld.SHUTDOWN_HOOK_SYSTEM_PROPERTY, false);
  }

  /** What stood behind the failure to start one. */
  static Throwable rootOf(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
  }
}
