package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all that may happen to a host, the shortest stories first. A state is kept as a
 * fingerprint, the state before it and the move between them, and reached by making the moves
 * again: a message costs less than to copy a machine.
 */
final class Explorer {

  private static final int MOST_ALIVE = 10_000;

  /** A state is looked at after those that are nearer to the beginning: a fault shows early. */
  private static final Duration FOR_A_SAMPLE = Duration.ofSeconds(2);

  /** How it ended; {@code wrong} is null if nothing was found. */
  record Outcome(Setting setting, int states, long messages, boolean complete, String wrong) {}

  private final Setting setting;
  private final HostPlan plan;
  private final Met met;
  private final int limit;
  private final long end;

  private final Prints known = new Prints();
  private int[] parents = new int[1 << 12];
  private int[] moves = new int[1 << 12];
  private int size;

  /** Hosts in states that were reached and not gone on from. */
  private final Map<Integer, ExploredHost> alive = new HashMap<>();

  private long messages;

  private Explorer(Setting setting, Met met, int limit, long end) {
    this.setting = setting;
    this.plan = setting.plan(1);
    this.met = met;
    this.limit = limit;
    this.end = end;
  }

  /** Until {@code limit} states are known, or the time is {@code end}. */
  static Outcome explore(Setting setting, Met met, int limit, long end) {
    return new Explorer(setting, met, limit, end).explore();
  }

  /** What is wrong in one of the samples: "" if nothing is. Also called in other class loaders. */
  static String wrongInSamples() {
    for (int states : new int[] {1_000, 100_000}) {
      for (Setting setting : Settings.samples()) {
        long end = System.nanoTime() + FOR_A_SAMPLE.toNanos();
        String wrong = explore(setting, new Met(), states, end).wrong();
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return "";
  }

  private Outcome explore() {
    ExploredHost first = new ExploredHost(setting, plan);
    known.add(first.hash());
    add(-1, 0);
    int at = 0;
    for (; at < size && size < limit && System.nanoTime() - end < 0; at++) {
      String wrong = goOn(at);
      if (wrong != null) {
        return new Outcome(setting, size, messages, false, wrong);
      }
    }
    return new Outcome(setting, size, messages, at == size, null);
  }

  private @Nullable String goOn(int at) {
    int[] path = path(at);
    ExploredHost kept = alive.remove(at);
    ExploredHost host = kept == null ? again(path) : kept;
    int[] next = host.moves();
    try {
      new Probes(host, setting, met, false).make(next);
    } catch (AssertionError | RuntimeException e) {
      return story(path, -1, carefully(path, next, e));
    }
    for (int i = 0; i < next.length; i++) {
      ExploredHost there = i == 0 ? host : again(path);
      there.notesIn(met);
      try {
        there.make(next[i]);
        messages++;
      } catch (AssertionError | RuntimeException e) {
        return story(path, next[i], e);
      }
      if (known.add(there.hash())) {
        if (size - at < MOST_ALIVE) {
          alive.put(size, there);
        }
        add(at, next[i]);
      }
    }
    return null;
  }

  private Throwable carefully(int[] path, int[] next, Throwable otherwise) {
    try {
      new Probes(again(path), setting, met, true).make(next);
      return otherwise;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  private ExploredHost again(int[] path) {
    ExploredHost host = new ExploredHost(setting, plan);
    host.judge.sleeps(true);
    for (int move : path) {
      host.make(move);
    }
    host.judge.sleeps(false);
    return host;
  }

  private void add(int parent, int move) {
    if (size == moves.length) {
      parents = Arrays.copyOf(parents, size * 2);
      moves = Arrays.copyOf(moves, size * 2);
    }
    parents[size] = parent;
    moves[size++] = move;
  }

  private int[] path(int to) {
    int length = 0;
    for (int at = to; parents[at] >= 0; at = parents[at]) {
      length++;
    }
    int[] path = new int[length];
    for (int at = to; parents[at] >= 0; at = parents[at]) {
      path[--length] = moves[at];
    }
    return path;
  }

  private String story(int[] path, int last, Throwable wrong) {
    List<String> story = new ArrayList<>();
    for (int move : path) {
      story.add(Move.toString(move));
    }
    story.add(last < 0 ? "(nothing)" : Move.toString(last));
    String where =
        wrong instanceof Judge.Wrong ? "" : "\n  at " + Arrays.toString(wrong.getStackTrace());
    return wrong + "\n  after " + story + "\n  in " + setting + where;
  }

  /** A set of numbers. */
  private static final class Prints {
    private long[] slots = new long[1 << 14];
    private int count;

    boolean add(long print) {
      long value = print == 0 ? 1 : print;
      if (count * 2 > slots.length) {
        long[] old = slots;
        slots = new long[old.length * 2];
        count = 0;
        for (long each : old) {
          if (each != 0) {
            add(each);
          }
        }
      }
      int mask = slots.length - 1;
      int at = (int) (value ^ value >>> 32) & mask;
      while (slots[at] != 0) {
        if (slots[at] == value) {
          return false;
        }
        at = at + 1 & mask;
      }
      slots[at] = value;
      count++;
      return true;
    }
  }
}
