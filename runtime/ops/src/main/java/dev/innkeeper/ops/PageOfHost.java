package dev.innkeeper.ops;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of one host. Opened and closed on host/events; all else is for any thread. */
final class PageOfHost implements HostExtension {

  private static final Logger LOG = LoggerFactory.getLogger(PageOfHost.class);

  /** For what moves without an event: times, counts. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** How long the stop waits for readers to take the last snapshot; and then for the rest. */
  private static final Duration UNTIL_CUT_OFF = Duration.ofMillis(500);

  private final OpsPage page;
  private final PageEvents events;
  private final StopTrail stop;
  private final FailedJobs failedJobs;
  private final PageStreams streams = new PageStreams();

  // Written when it is opened:
  private volatile @Nullable PageModel model;
  private volatile @Nullable PageServer server;
  private @Nullable ScheduledExecutorService ticker;
  private @Nullable ScheduledExecutorService asker;
  private int ticks;

  PageOfHost(OpsPage page) {
    this.page = page;
    events = new PageEvents(page.clock());
    stop = new StopTrail(page.clock());
    failedJobs = new FailedJobs(page.clock());
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.listener(this::on);
  }

  private void on(HostEvent event) {
    events.on(event);
    stop.on(event);
    if (event instanceof HostEvent.JobFailed failed) {
      failedJobs.add(failed);
    }
    streams.changed();
  }

  @Override
  public void opened(HostView host) throws IOException {
    model = new PageModel(host, stop, failedJobs, page.clock());
    page.show(this);
    ticker = timer(host.name() + "/ops/ticker");
    asker = timer(host.name() + "/ops/figures");
    boolean isOpen = false;
    try {
      server = page.serve(host.name(), ticker);
      isOpen = true;
    } finally {
      if (!isOpen) {
        end();
      }
    }
    every(PERIOD, ticker, this::tick);
    if (page.figures().areThere()) {
      every(PERIOD, asker, page.figures()::ask);
    }
  }

  private static ScheduledExecutorService timer(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  private static void every(Duration period, ScheduledExecutorService timer, Runnable action) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
              } catch (Throwable e) { // or there would be no next time
                LOG.warn("The operations page could not be updated; it will try again", e);
              }
            },
            0,
            period.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private void tick() {
    if (ticks++ % QueueDepths.PERIOD.dividedBy(PERIOD) == 0) {
      model().sampleQueues();
    }
    streams.changed();
  }

  @Override
  public void closed(StopReport report) throws InterruptedException {
    stop.over(report);
    streams.close();
    try {
      streams.awaitGone(UNTIL_CUT_OFF);
    } finally {
      end();
    }
  }

  private void end() {
    streams.close();
    PageServer running = server;
    if (running != null) {
      running.stop(UNTIL_CUT_OFF);
    }
    if (ticker != null) {
      ticker.shutdownNow();
    }
    if (asker != null) {
      asker.shutdownNow();
    }
    page.hasEnded(this);
  }

  private PageModel model() {
    return Objects.requireNonNull(model, "not opened");
  }

  /** Whether the host has not stopped. */
  boolean isCurrent() {
    return model().state() != HostState.STOPPED;
  }

  String host() {
    return model().host().name();
  }

  @Nullable InetSocketAddress address() {
    PageServer running = server;
    return running == null ? null : running.address();
  }

  PageStreams streams() {
    return streams;
  }

  PageOrders orders() {
    return new PageOrders(model());
  }

  PageSnapshot snapshot() {
    return new PageSnapshot(model(), events, page.figures(), page.isReadOnly());
  }

  /** Where the code of a service is at the moment. */
  String threads(String service) throws PageRefusal {
    orders().refuseUnknown(service);
    List<StuckThread> threads = model().host().threads(service);
    return threads.isEmpty() ? "none of its code is running\n" : PageText.show(threads);
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
