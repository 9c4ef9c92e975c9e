package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.SQLException;

/** Does what there is to do with a row that this instance has picked. */
interface JobRunner {

  /**
   * Runs the job, and writes down what has become of it.
   *
   * @throws SQLException if that could not be written
   */
  void run(Execution job, byte[] data) throws SQLException;
}
