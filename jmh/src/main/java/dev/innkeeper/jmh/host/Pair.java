package dev.innkeeper.jmh.host;

import java.util.Arrays;
import java.util.List;

/** A host and the peer that starts and stops in turn with it, in one JVM. */
enum Pair {
  /** What a host does by itself: all at once. */
  CONCURRENT("concurrent", "services", "nested scopes") {
    @Override
    Crowd host(int number, Roll roll) {
      return InnkeeperCrowd.of(number, roll);
    }

    @Override
    Crowd peer(int number, Roll roll) {
      return new NestedScopes(number, roll);
    }
  },

  SEQUENCE("sequence", "services in sequence", "a platform thread's loop of scopes") {
    @Override
    Crowd host(int number, Roll roll) {
      return InnkeeperCrowd.inSequence(number, roll);
    }

    @Override
    Crowd peer(int number, Roll roll) {
      return new ScopesInSequence(number, roll, Thread.ofPlatform().factory(), number);
    }
  },

  /** From one virtual thread to another is less far. */
  SEQUENCE_VIRTUAL(
      "sequence-virtual", "services in sequence", "a virtual thread's loop of scopes") {
    @Override
    Crowd host(int number, Roll roll) {
      return InnkeeperCrowd.inSequence(number, roll);
    }

    @Override
    Crowd peer(int number, Roll roll) {
      return new ScopesInSequence(number, roll, Thread.ofVirtual().factory(), number);
    }
  },

  /** The fastest loop of the three, and the only one whose time grows as the number does. */
  SEQUENCE_SHALLOW(
      "sequence-shallow",
      "services in sequence",
      "virtual threads' loops of a hundred scopes each") {
    @Override
    Crowd host(int number, Roll roll) {
      return InnkeeperCrowd.inSequence(number, roll);
    }

    @Override
    Crowd peer(int number, Roll roll) {
      return new ScopesInSequence(number, roll, Thread.ofVirtual().factory(), 100);
    }
  },

  /** One service, and that number of others which depend on it. */
  ON_ONE("on-one", "services that depend on one", "a host without arrows") {
    @Override
    int services(int number) {
      return number + 1;
    }

    @Override
    Crowd host(int number, Roll roll) {
      return InnkeeperCrowd.dependingOn(1, number, roll);
    }

    @Override
    Crowd peer(int number, Roll roll) {
      return InnkeeperCrowd.of(number + 1, roll);
    }
  },

  /** The number squared is that of the arrows; both start concurrently. */
  ON_ALL("on-all", "services on each of as many others", "a stop in sequence") {
    @Override
    int services(int number) {
      return 2 * number;
    }

    @Override
    int few(int number) {
      return Math.min(number, 100);
    }

    @Override
    Crowd host(int number, Roll roll) {
      return InnkeeperCrowd.dependingOn(number, number, roll);
    }

    @Override
    Crowd peer(int number, Roll roll) {
      return InnkeeperCrowd.dependingOnWithStopInSequence(number, number, roll);
    }
  };

  private final String label;
  private final String what;
  private final String beside;

  Pair(String label, String what, String beside) {
    this.label = label;
    this.what = what;
    this.beside = beside;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Pair::label).toList();
  }

  static Pair labelled(String label) {
    return Arrays.stream(values())
        .filter(pair -> pair.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(label + " is none of " + labels()));
  }

  String label() {
    return label;
  }

  String setting(long number) {
    return number + " " + what + ", beside " + beside;
  }

  /** How many there are on either side. */
  int services(int number) {
    return number;
  }

  /** The number to warm up with: what is compiled is what has been done many times. */
  int few(int number) {
    return Math.min(number, 1000);
  }

  abstract Crowd host(int number, Roll roll);

  abstract Crowd peer(int number, Roll roll);
}
