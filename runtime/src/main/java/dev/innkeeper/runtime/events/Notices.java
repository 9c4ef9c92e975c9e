package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a host's log that tell of no event. */
public final class Notices {

  private final String host;
  private final LineWriter writer;

  /** About a host that is yet to be made. */
  public Notices(String host) {
    this(host, null);
  }

  /** {@code mdcKey}: see {@link LineWriter}. */
  public Notices(String host, @Nullable String mdcKey) {
    this.host = host;
    this.writer = new LineWriter(host, mdcKey);
  }

  public void callbackFailed(String event, Throwable thrown) {
    write(
        Line.error("callback.failed")
            .saying("{}: a callback for '{}' failed", host, event)
            .thrown(thrown));
  }

  void listenersAreBehind() {
    write(
        Line.warn("listeners.behind")
            .saying(
                "{}: the listeners have yet to hear of {} events of jobs, and miss further ones"
                    + " until they have caught up",
                host,
                HostEvents.MOST_UNTOLD_JOBS));
  }

  public void listenerFailed(HostEvent event, Throwable thrown) {
    String what = event.getClass().getSimpleName();
    write(
        Line.error("listener.failed")
            .saying("{}: a listener failed at {}", host, what)
            .thrown(thrown));
  }

  public void callbacksOverdue(String event) {
    write(
        Line.warn("callbacks.overdue")
            .saying("{}: goes on without waiting for the callbacks for '{}'", host, event));
  }

  public void extensionStillOpening(
      String extension, Duration after, List<StackTraceElement> stack) {
    write(
        Line.warn("extension.still_opening")
            .with("extension", extension)
            .with("after_ms", after.toMillis())
            .saying(
                "{}: extension {} has not opened after {}, and no service starts before it has: it"
                    + " is here{}",
                host,
                extension,
                Durations.show(after),
                EventLines.frames(stack)));
  }

  /** {@code what} it was to do. */
  public void extensionOverdue(String extension, String what) {
    write(
        Line.warn("extension.overdue")
            .with("extension", extension)
            .saying("{}: goes on without waiting for extension {} to {}", host, extension, what));
  }

  public void overruled(String key, Object chosen, Object configured) {
    write(
        Line.info("setting.overruled")
            .with("key", key)
            .saying(
                "{}: the configuration overrules the builder: {} is {}, not {}",
                host,
                key,
                configured,
                chosen));
  }

  public void frozen(Duration late, Duration moved) {
    write(
        Line.warn("host.frozen")
            .with("late_ms", late.toMillis())
            .with("lost_ms", moved.toMillis())
            .saying(
                "{}: the process stood still for {} or more; time limits are moved by {}",
                host,
                Durations.show(late),
                Durations.show(moved)));
  }

  public void carriersAreFree() {
    write(Line.info("host.carriers_free").saying("{}: virtual threads can run again", host));
  }

  /** See {@link JdkWarning}. */
  public void jdkLosesWakeUps(Runtime.Version version) {
    write(
        Line.warn("jdk.loses_wake_ups")
            .with("jdk", version.toString())
            .saying(
                "{}: JDK {} may leave virtual threads parked for ever (JDK-8369227): services would"
                    + " hang. Fixed in 25.0.3, 26.0.1 and 27. -D{}=false hides this warning.",
                host,
                version,
                JdkWarning.SWITCH));
  }

  public void keptAliveBy(List<String> threads) {
    write(
        Line.info("jvm.kept_alive")
            .saying("{} has stopped; the JVM runs on until these threads end: {}", host, threads));
  }

  public void jobCallbackFailed(String service, String job, Throwable thrown) {
    write(
        Line.error("job.callback_failed")
            .of(service)
            .ofJob(job)
            .saying("{}: a callback of the job failed", job)
            .thrown(thrown));
  }

  public void handedBack(String service, int jobs) {
    write(
        Line.info("jobs.handed_back")
            .of(service)
            .with("jobs", jobs)
            .saying(
                "{}/{}: {} not done, and handed back",
                host,
                service,
                jobs == 1 ? "1 job was" : jobs + " jobs were"));
  }

  public void runsInterrupted(String service, int runs) {
    write(
        Line.info("runs.interrupted")
            .of(service)
            .with("runs", runs)
            .saying(
                "{}/{}: {} interrupted by the stop, and not done",
                host,
                service,
                runs == 1 ? "1 run was" : runs + " runs were"));
  }

  public void runEndedLate(String service, long run) {
    write(
        Line.info("run.ended_late")
            .of(service)
            .with("run", run)
            .saying("{}/{}: run {} has ended after all; it was abandoned", host, service, run));
  }

  public void jobEndedLate(String service, String job) {
    write(
        Line.info("job.ended_late")
            .of(service)
            .ofJob(job)
            .saying("{} has ended after all; it had been given up", job));
  }

  public void noSpareWorker(String service, int spareWorkers) {
    write(
        Line.error("jobs.no_spare_worker")
            .of(service)
            .saying(
                "{}/{}: a job that was given up goes on, and no spare worker is left (spareWorkers"
                    + " is {}): the queue goes on with fewer workers, until such a job returns",
                host,
                service,
                spareWorkers));
  }

  public void broken(Throwable thrown) {
    write(
        Line.error("host.broken")
            .saying("{}: the host thread failed; this is a bug of Innkeeper", host)
            .thrown(thrown));
  }

  public void readyInVain(String service) {
    write(
        Line.warn("service.ready_in_vain")
            .of(service)
            .saying(
                "{}/{} calls ready(), which has no effect, since its options do not say"
                    + " waitForReady(): choose that, or leave ready() out",
                host,
                service));
  }

  public void electionInTrouble(String election, String why, boolean leads) {
    write(
        Line.warn("election.in_trouble")
            .with("election", election)
            .saying(
                "{}: election '{}' cannot be reached; the host {}: {}",
                host,
                election,
                leads ? "leads until its lease ends" : "stands by",
                why));
  }

  public void electionAnswersAgain(String election) {
    write(
        Line.info("election.answers_again")
            .with("election", election)
            .saying("{}: election '{}' answers again", host, election));
  }

  public void leaseNotGivenBack(String election, String why, Duration expires) {
    write(
        Line.warn("election.lease_not_given_back")
            .with("election", election)
            .saying(
                "{}: the lease of election '{}' could not be given back, and expires in {} at most:"
                    + " {}",
                host,
                election,
                Durations.show(expires),
                why));
  }

  public void startGivenUp(String service) {
    write(
        Line.debug("service.start_given_up")
            .of(service)
            .saying("{}/{}: start was given up", host, service));
  }

  public void workEndedAsAsked(String service, Throwable thrown) {
    write(
        Line.debug("service.work_ended")
            .of(service)
            .saying("{}/{} has ended its work, as it was asked to", host, service)
            .thrown(thrown));
  }

  public void endedLate(String service) {
    write(
        Line.info("service.ended_late")
            .of(service)
            .saying("{}/{} has ended after all; it had been abandoned", host, service));
  }

  public void interruptedIn(String service, List<StuckThread> threads) {
    write(
        Line.warn("service.interrupted_in")
            .of(service)
            .saying(
                "{}/{} was interrupted here; to stop when it is asked to, it can sleep with"
                    + " context.awaitStop(timeout) and wait with context.timer(...){}",
                host,
                service,
                EventLines.stacks(threads)));
  }

  private void write(Line line) {
    writer.write(line, null);
  }
}
