package dev.innkeeper.micrometer;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One host of those that have metrics. */
final class MeteredHost implements HostExtension {

  /** For the meters of hosts with one name, which they share. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  /** Of the hosts of this JVM that are open. Guarded by the lock. */
  private static final Set<HostMeters> OPEN = new LinkedHashSet<>();

  private final MeterRegistry registry;
  private final EventMeters events;

  /** While it is open. Used on host/events. */
  private @Nullable HostMeters meters;

  MeteredHost(MeterRegistry registry) {
    this.registry = registry;
    this.events = new EventMeters(registry);
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.listener(this::on);
  }

  @Override
  public void opened(HostView host) {
    HostMeters made = new HostMeters(registry, host);
    LOCK.lock();
    try {
      made.register();
      OPEN.add(made);
      meters = made;
    } finally {
      if (meters == null) {
        made.remove();
      }
      LOCK.unlock();
    }
  }

  private void on(HostEvent event) {
    HostMeters present = meters;
    if (present != null) {
      events.on(event, present);
    }
  }

  @Override
  public void closed(StopReport report) {
    HostMeters present = meters;
    if (present != null) {
      meters = null;
      LOCK.lock();
      try {
        OPEN.remove(present);
        present.remove();
        OPEN.stream().filter(present::areNamedAs).findFirst().ifPresent(MeteredHost::showAgain);
      } finally {
        LOCK.unlock();
      }
    }
  }

  /** What is shown by that name is another host from here on. */
  private static void showAgain(HostMeters other) {
    other.remove();
    other.register();
  }
}
