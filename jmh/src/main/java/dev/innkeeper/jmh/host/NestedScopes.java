package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.JdkScopes;
import org.jspecify.annotations.Nullable;

/**
 * A scope of the JDK for all services, and in it one for each, with its work: the least that has a
 * host's structure. Stopped as scopes are, by an interrupt of the owner.
 */
final class NestedScopes implements Crowd {

  private final int services;
  private final Roll roll;
  private final Thread owner = new Thread(this::run);

  /** Written by the owner at its end. */
  private volatile @Nullable Throwable failure;

  NestedScopes(int services, Roll roll) {
    this.services = services;
    this.roll = roll;
  }

  @Override
  public void start() {
    owner.start();
  }

  @Override
  public void stop() throws InterruptedException {
    owner.interrupt();
    owner.join();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void run() {
    try {
      runAll();
    } catch (Throwable t) {
      failure = t;
    }
  }

  private void runAll() {
    Object scope = JdkScopes.open();
    try {
      for (int i = 0; i < services; i++) {
        JdkScopes.fork(scope, this::runOne);
      }
      JdkScopes.join(scope);
    } catch (InterruptedException e) {
      // the close stops what is in it
    } finally {
      JdkScopes.close(scope);
    }
  }

  private @Nullable Object runOne() {
    Object scope = JdkScopes.open();
    try {
      JdkScopes.fork(scope, this::work);
      JdkScopes.join(scope);
    } catch (InterruptedException e) {
      // likewise
    } finally {
      JdkScopes.close(scope);
    }
    return null;
  }

  private @Nullable Object work() throws InterruptedException {
    roll.workUntilInterrupted();
    return null;
  }
}
