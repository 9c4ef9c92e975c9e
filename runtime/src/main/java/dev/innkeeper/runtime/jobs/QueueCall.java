package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt at a job of a queue: the call, and what its code knows of it. */
final class QueueCall<T, R extends @Nullable Object> extends JobCall<R> implements JobAttempt {

  /** As of another job of the batch that the attempt is at. */
  private record AttemptInBatch(JobAttempt whole, Job<?, ?> job) implements JobAttempt {

    @Override
    public ServiceContext context() {
      return whole.context();
    }

    @Override
    public int number() {
      return whole.number();
    }

    @Override
    public String id() {
      return job.id();
    }

    @Override
    public Optional<Instant> deadline() {
      return whole.deadline();
    }
  }

  private final QueueWork<T, R> work;

  // Written by the thread that makes the call, before that:

  private @Nullable Job<T, R> job;
  private int number;

  QueueCall(QueueWork<T, R> work, Interruptible caller) {
    super(work.time(), caller);
    this.work = work;
  }

  /** It is the one that runs the job. */
  void isAt(Job<T, R> itsJob) {
    job = itsJob;
    number = itsJob.attempts();
  }

  /** The attempt, as that of a job of the batch if it is at one. */
  @SuppressWarnings("ReferenceEquality") // its identity
  JobAttempt of(Job<T, R> member) {
    return member == job ? this : new AttemptInBatch(this, member);
  }

  @Override
  public ServiceContext context() {
    return work.context();
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String id() {
    return Objects.requireNonNull(job, "it has not begun").id();
  }

  @Override
  public Optional<Instant> deadline() {
    Duration timeout = work.timeout();
    if (timeout == null) {
      return Optional.empty();
    }
    long left = Durations.nanos(timeout) - sinceItBegan();
    return Optional.of(work.time().instant().plusNanos(left));
  }

  /** As it is shown to people. */
  @Override
  public String toString() {
    return "Attempt[" + id() + ", number " + number + "]";
  }
}
