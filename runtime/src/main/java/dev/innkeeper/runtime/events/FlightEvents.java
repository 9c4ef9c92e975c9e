package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events of services in a flight recording. Only {@link FlightRecording} may touch this. */
public final class FlightEvents {

  private FlightEvents() {}

  public static void commit(HostEvent event) {
    if (event instanceof ServiceStarted e) {
      ServiceStart start = new ServiceStart();
      start.took = e.took().toNanos();
      commit(start, e);
    } else if (event instanceof ServiceStopped e) {
      ServiceStop stop = new ServiceStop();
      stop.took = e.took().toNanos();
      commit(stop, e);
    } else if (event instanceof ServiceAbandoned e) {
      ServiceStop stop = new ServiceStop();
      stop.took = e.after().toNanos();
      stop.abandoned = true;
      commit(stop, e);
    } else if (event instanceof ServiceFailed e) {
      ServiceFailure failure = new ServiceFailure();
      failure.where = e.where();
      failure.failureClass = e.failure().getClass();
      failure.message = Shown.messageOf(e.failure());
      commit(failure, e);
    } else if (event instanceof ServiceRestarting e) {
      ServiceRestart restart = new ServiceRestart();
      restart.restart = e.restart();
      restart.delay = e.delay().toNanos();
      commit(restart, e);
    } else if (event instanceof JobRetrying e) {
      JobRetry retry = new JobRetry();
      retry.job = e.job();
      retry.attempt = e.attempt();
      retry.delay = e.delay().toNanos();
      retry.failureClass = e.failure().getClass();
      retry.message = Shown.messageOf(e.failure());
      commit(retry, e);
    } else if (event instanceof RunEnded e) {
      commitJob(e.host(), e.service(), e.outcome().name(), e.took());
    }
  }

  public static void commitJob(String host, String service, String outcome, Duration took) {
    JobEnd run = new JobEnd();
    run.host = host;
    run.service = service;
    run.outcome = outcome;
    run.took = took.toNanos();
    run.commit();
  }

  private static void commit(OfAService event, OfService source) {
    event.host = source.host();
    event.service = source.service();
    event.commit();
  }

  /** What they have in common. */
  @Category("Innkeeper")
  @StackTrace(false)
  public abstract static class OfAService extends Event {
    @Label("Host")
    String host = "";

    @Label("Service")
    String service = "";
  }

  @Name("dev.innkeeper.ServiceStart")
  @Label("Service Start")
  @Description("A service has started")
  public static final class ServiceStart extends OfAService {
    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("dev.innkeeper.ServiceStop")
  @Label("Service Stop")
  @Description("A service has stopped, or was abandoned")
  public static final class ServiceStop extends OfAService {
    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;

    @Label("Abandoned")
    boolean abandoned;
  }

  @Name("dev.innkeeper.ServiceFailure")
  @Label("Service Failure")
  @Description("A service has failed")
  public static final class ServiceFailure extends OfAService {
    @Label("Where")
    String where = "";

    @Label("Failure Class")
    Class<?> failureClass = Throwable.class;

    @Label("Message")
    String message = "";
  }

  @Name("dev.innkeeper.JobRun")
  @Label("Job Run")
  @Description("A run of a recurring job, or a job of a queue, has ended")
  public static final class JobEnd extends OfAService {
    @Label("Outcome")
    String outcome = "";

    @Label("Took")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("dev.innkeeper.JobRetry")
  @Label("Job Retry")
  @Description("An attempt at a job of a queue has failed, and it will be tried again")
  public static final class JobRetry extends OfAService {
    @Label("Job")
    String job = "";

    @Label("Attempt")
    int attempt;

    @Label("Delay")
    @Timespan(Timespan.NANOSECONDS)
    long delay;

    @Label("Failure Class")
    Class<?> failureClass = Throwable.class;

    @Label("Message")
    String message = "";
  }

  @Name("dev.innkeeper.ServiceRestart")
  @Label("Service Restart")
  @Description("A service has failed and will be started again")
  public static final class ServiceRestart extends OfAService {
    @Label("Restart")
    int restart;

    @Label("Delay")
    @Timespan(Timespan.NANOSECONDS)
    long delay;
  }
}
