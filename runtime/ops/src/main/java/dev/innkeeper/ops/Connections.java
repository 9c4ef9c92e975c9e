package dev.innkeeper.ops;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open connections, the oldest one first. Used on one thread; times are in nanoseconds. */
final class Connections {

  /** Nothing is to be done until somebody connects. */
  static final long NEVER = Long.MAX_VALUE;

  private final int most;
  private final long life;
  private final long chance;
  private final Set<Connection> open = new LinkedHashSet<>();

  Connections(Limits limits) {
    this.most = limits.connections();
    this.life = limits.life().toNanos();
    this.chance = limits.chance().toNanos();
  }

  /** Whether there is room for one more, or the oldest has had its chance. */
  boolean mayAdd(long now) {
    return open.size() < most || now - open.iterator().next().since() >= chance;
  }

  /** The one to be dropped before another is added; null: there is room. */
  @Nullable Connection inTheWay() {
    return open.size() < most ? null : open.iterator().next();
  }

  /** One whose time is over; null: there is none. */
  @Nullable Connection late(long now) {
    if (open.isEmpty()) {
      return null;
    }
    Connection oldest = open.iterator().next();
    return now - oldest.since() < life ? null : oldest;
  }

  void add(Connection connection) {
    open.add(connection);
  }

  void close(Connection connection) {
    open.remove(connection);
    connection.close();
  }

  void closeAll() {
    List.copyOf(open).forEach(this::close);
  }

  /** How long it is until one is late, or until one can be added. */
  long timeUntilNext(long now) {
    if (open.isEmpty()) {
      return NEVER;
    }
    long age = now - open.iterator().next().since();
    return (mayAdd(now) ? life : chance) - age;
  }
}
