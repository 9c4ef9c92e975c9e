package dev.innkeeper.jmh.host;

import java.util.Arrays;
import java.util.List;

/** Who is compared. */
enum Contender {
  INNKEEPER("innkeeper"),
  NESTED_SCOPES("nested-scopes"),
  VIRTUAL_THREADS("virtual-threads"),
  GUAVA_VIRTUAL("guava-virtual"),
  GUAVA_PLATFORM("guava-platform");

  /** A process may have some ten thousands of platform threads, and less in a container. */
  private static final long MOST_PLATFORM_THREADS = 10_000;

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Contender::label).toList();
  }

  static Contender labelled(String label) {
    return Arrays.stream(values())
        .filter(contender -> contender.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label + " is none of " + labels()));
  }

  String label() {
    return label;
  }

  boolean canHave(long services) {
    return this != GUAVA_PLATFORM || services <= MOST_PLATFORM_THREADS;
  }

  Crowd make(int services, Roll roll) {
    return switch (this) {
      case INNKEEPER -> InnkeeperCrowd.of(services, roll);
      case NESTED_SCOPES -> new NestedScopes(services, roll);
      case VIRTUAL_THREADS -> BareThreads.of(services, roll);
      case GUAVA_VIRTUAL -> GuavaCrowd.of(services, roll, Thread::startVirtualThread);
      case GUAVA_PLATFORM -> GuavaCrowd.of(services, roll, work -> new Thread(work).start());
    };
  }
}
