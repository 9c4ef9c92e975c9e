package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue or a recurring job as db-scheduler sees it: it has a name, and data that are bytes. What
 * becomes of a job is written by its runner, so nothing is left to do when that has returned.
 */
final class JobTask extends AbstractTask<byte[]> {

  /** Items are read by the queue, where a failure is one of the job. */
  static final Serializer BYTES =
      new Serializer() {

        @Override
        public byte @Nullable [] serialize(@Nullable Object data) {
          return (byte[]) data;
        }

        @Override
        public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
          return type.cast(data);
        }
      };

  private static final CompletionHandler<byte[]> NOTHING_LEFT = (complete, operations) -> {};

  private final DurableWork work;

  /** Null: another engine of this instance has it. */
  private final @Nullable JobRunner runner;

  private JobTask(DurableWork work, String name, @Nullable JobRunner runner) {
    super(
        name,
        byte[].class,
        (complete, operations) -> {}, // the runner has seen to it, or the service has failed
        (complete, operations) -> {
          if (runner != null) {
            work.hasDied(complete.getExecution());
          }
        });
    this.work = work;
    this.runner = runner;
  }

  static JobTask run(DurableWork work, String name, JobRunner runner) {
    return new JobTask(work, name, runner);
  }

  /** It is known, so it is no concern of this engine's. */
  static JobTask ofAnother(DurableWork work, String name) {
    return new JobTask(work, name, null);
  }

  @Override
  public CompletionHandler<byte[]> execute(TaskInstance<byte[]> job, ExecutionContext context) {
    Execution execution = context.getExecution();
    try {
      Objects.requireNonNull(runner, "another engine's").run(execution, job.getData());
    } catch (SQLException e) {
      work.couldNotWrite(execution, e);
    } catch (Throwable t) { // out of memory, or a bug of Innkeeper
      work.context().fail(t);
    }
    return NOTHING_LEFT;
  }

  /** Jobs are not submitted by way of db-scheduler. */
  @Override
  public SchedulableInstance<byte[]> schedulableInstance(String id) {
    throw new UnsupportedOperationException(getName());
  }

  @Override
  public SchedulableInstance<byte[]> schedulableInstance(String id, byte[] data) {
    throw new UnsupportedOperationException(getName());
  }
}
