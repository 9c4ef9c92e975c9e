package dev.innkeeper.samples.shop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that something is gone and once that it is back, however often it is tried in between.
 * May be used from any thread.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  /** What fails now and then and works in between is not back: that takes a second of quiet. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** By {@link System#nanoTime()}. */
  private record Spell(long began, long lastFailure) {}

  private final String what;

  /** Null: there is none. Who changes it from or to null, by compare-and-set, logs that. */
  private final AtomicReference<@Nullable Spell> now = new AtomicReference<>();

  Outage(String what) {
    this.what = what;
  }

  boolean isOn() {
    return now.get() != null;
  }

  /** It was tried, and was gone. */
  void failed(Throwable why) {
    long time = System.nanoTime();
    Spell before = now.getAndUpdate(spell -> new Spell(spell == null ? time : spell.began, time));
    if (before == null) {
      LOG.warn("{} is not available: {}", what, rootOf(why).toString());
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** It was tried, and worked. */
  void succeeded() {
    Spell spell = now.get();
    if (spell == null) {
      return;
    }
    long time = System.nanoTime();
    if (time - spell.lastFailure > QUIET.toNanos() && now.compareAndSet(spell, null)) {
      LOG.info("{} is back after {} s", what, Duration.ofNanos(time - spell.began).toSeconds());
    }
  }
}
