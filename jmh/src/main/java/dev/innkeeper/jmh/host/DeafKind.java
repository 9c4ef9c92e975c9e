package dev.innkeeper.jmh.host;

import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.Arrays;
import java.util.List;

/** How a deaf service passes its time until it is released. */
enum DeafKind {
  /** Some among ordinary services, asleep. */
  WAITING("waiting") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      ear.sleep();
    }
  },

  /** As many as there are cores, among ordinary services. */
  SPINNING("spinning") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      ear.spin();
    }
  },

  ALL_ASLEEP("all-asleep") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      ear.sleep();
    }
  },

  ALL_LOCKED("all-locked") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      ear.lock();
    }
  },

  ALL_SPINNING("all-spinning") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      ear.spin();
    }
  },

  ALL_PINNED("all-pinned") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      ear.enterMonitor();
    }
  },

  ALL_CLOSING("all-closing") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      new ChannelThatHangs(ear).block();
    }
  },

  ALL_MIXED("all-mixed") {
    @Override
    void ignoreAll(DeafEar ear, int index) {
      MIX.get(index % MIX.size()).ignoreAll(ear, index);
    }
  };

  private static final List<DeafKind> MIX =
      List.of(ALL_ASLEEP, ALL_LOCKED, ALL_SPINNING, ALL_PINNED);

  private final String label;

  DeafKind(String label) {
    this.label = label;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(DeafKind::label).toList();
  }

  static DeafKind labelled(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label + " is none of " + labels()));
  }

  String label() {
    return label;
  }

  boolean isAll() {
    return this != WAITING && this != SPINNING;
  }

  /**
   * Returns when the ear is released, and not before.
   *
   * @param index of the service, among the deaf ones
   */
  abstract void ignoreAll(DeafEar ear, int index);

  /** An interrupt closes the channel on the thread that interrupts, and this close hangs. */
  private static final class ChannelThatHangs extends AbstractInterruptibleChannel {
    private final DeafEar ear;

    ChannelThatHangs(DeafEar ear) {
      this.ear = ear;
    }

    @Override
    protected void implCloseChannel() {
      ear.sleep();
    }

    /** The thread ends after it, so the channel need not know of the end of the blocking. */
    void block() {
      begin();
      ear.sleep();
    }
  }
}
