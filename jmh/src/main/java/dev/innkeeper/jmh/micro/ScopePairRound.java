package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.JdkScopes;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import dev.innkeeper.runtime.scope.TaskScope;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Scopes of both kinds in turn, on a virtual thread. */
final class ScopePairRound {

  private static final Callable<Boolean> TASK = () -> true;

  /** A turn is about as long as so many tasks. */
  private static final int TASKS_OF_A_TURN = 1_500;

  private static final int MOST_SCOPES_OF_A_TURN = 300;

  private final int tasks;
  private final int scopes;

  private ScopePairRound(int tasks) {
    this.tasks = tasks;
    this.scopes = Math.clamp(TASKS_OF_A_TURN / tasks, 1, MOST_SCOPES_OF_A_TURN);
  }

  /** How many tasks, and how many turns. */
  public static void main(String[] args) {
    Round.run(() -> {
      ScopePairRound round = new ScopePairRound(Integer.parseInt(args[0]));
      FutureTask<Figures> turns = new FutureTask<>(() -> round.measure(Integer.parseInt(args[1])));
      Thread.startVirtualThread(turns);
      return Measurement.of(turns.get());
    });
  }

  private Figures measure(int turns) throws InterruptedException {
    for (int i = 0; i < turns; i++) {
      innkeeper();
      jdk();
    }
    double[] ratios = new double[turns];
    double[] ours = new double[turns];
    double[] theirs = new double[turns];
    for (int i = 0; i < turns; i++) {
      if (i % 2 == 0) {
        ours[i] = innkeeper();
        theirs[i] = jdk();
      } else {
        theirs[i] = jdk();
        ours[i] = innkeeper();
      }
      ratios[i] = ours[i] / theirs[i];
    }
    Arrays.sort(ratios);
    return new Figures()
        .with("ratio", Figures.median(ratios))
        .with("ratio_low", ratios[turns / 4])
        .with("ratio_high", ratios[turns * 3 / 4])
        .with("ns", Figures.median(ours))
        .with("jdk_ns", Figures.median(theirs));
  }

  /** Nanoseconds a scope. */
  private double innkeeper() throws InterruptedException {
    long begin = System.nanoTime();
    for (int n = 0; n < scopes; n++) {
      try (TaskScope scope = TaskScope.openFailFast("scope")) {
        for (int i = 0; i < tasks; i++) {
          scope.fork(TASK);
        }
        scope.join();
      }
    }
    return (double) (System.nanoTime() - begin) / scopes;
  }

  private double jdk() throws InterruptedException {
    long begin = System.nanoTime();
    for (int n = 0; n < scopes; n++) {
      Object scope = JdkScopes.open();
      try {
        for (int i = 0; i < tasks; i++) {
          JdkScopes.fork(scope, TASK);
        }
        JdkScopes.join(scope);
      } finally {
        JdkScopes.close(scope);
      }
    }
    return (double) (System.nanoTime() - begin) / scopes;
  }
}
