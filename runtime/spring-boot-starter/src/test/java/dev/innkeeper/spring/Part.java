package dev.innkeeper.spring;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/** A lifecycle that notes when it starts and stops. */
final class Part implements SmartLifecycle {

  private final String name;
  private final int phase;
  private final List<String> trail;
  private final boolean hangs;
  private volatile boolean running;

  /**
   * In a phase.
   *
   * @param hangs whether it is never through with its stop
   */
  Part(String name, int phase, List<String> trail, boolean hangs) {
    this.name = name;
    this.phase = phase;
    this.trail = trail;
    this.hangs = hangs;
  }

  @Override
  public void start() {
    running = true;
    trail.add("start " + name);
  }

  @Override
  public void stop() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stop(Runnable callback) {
    running = false;
    trail.add("stop " + name);
    if (!hangs) {
      callback.run();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return phase;
  }
}
