package dev.innkeeper.runtime.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What was told in a story: one at a time, so without a lock of its own. */
final class Told {

  private final List<String> told = new ArrayList<>();
  private final AtomicInteger tellers = new AtomicInteger();

  Runnable event(String name) {
    return () -> {
      assertEquals(1, tellers.incrementAndGet(), "two are told at the same time");
      told.add(name);
      assertEquals(0, tellers.decrementAndGet(), "two are told at the same time");
    };
  }

  /** All of these, and no others; those of each thread in its order. */
  @SafeVarargs
  final void assertTold(List<String>... ofThreads) {
    int all = 0;
    for (List<String> each : ofThreads) {
      assertEquals(each, told.stream().filter(each::contains).toList());
      all += each.size();
    }
    assertEquals(all, told.size(), "how many were told");
  }
}
