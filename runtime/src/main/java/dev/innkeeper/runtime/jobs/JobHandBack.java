package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.StopReport;
import java.util.List;

/**
 * Takes what a {@link JobQueue} has not done.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JobHandBack<T> {

  /**
   * Takes the items of all jobs that were not done, in the order of submission: those that were
   * never begun, waited for another try, or were interrupted. One that ignores the interrupt is
   * among them, and may still be done. Called in each stop of the service, unless there are none;
   * it has about a second, half of the service's time that is left, before it is interrupted.
   *
   * @throws Exception if it cannot: the items are in the {@link StopReport} then
   */
  void take(List<T> items) throws Exception;
}
