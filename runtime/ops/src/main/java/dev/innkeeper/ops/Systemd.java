package dev.innkeeper.ops;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how a host is doing: that it is ready, what it is doing, that it stops, and, for
 * its watchdog, that it is alive.
 *
 * <pre>{@code
 * Host.builder("orders").install(Systemd.fromEnvironment())…   // does nothing outside of systemd
 * }</pre>
 *
 * <p>For a unit with {@code Type=notify}; {@code docs/operations.md} has one. systemd is told:
 *
 * <ul>
 *   <li>{@code READY=1} when all services have started, and {@code STOPPING=1} when the host drains
 *       or stops;
 *   <li>{@code STATUS=}, which {@code systemctl status} shows: in words, at most once a second;
 *   <li>{@code EXTEND_TIMEOUT_USEC=} while the host starts or stops, for 15 more seconds each time,
 *       as long as it {@linkplain HostView#ping() answers}. So the host's own timeouts end a start
 *       or a stop, and {@code TimeoutStartSec=} and {@code TimeoutStopSec=} only that of a host
 *       which is stuck. A start without a {@linkplain HostBuilder#startupTimeout timeout} may then
 *       take for ever: set one.
 *   <li>{@code WATCHDOG=1} every half of {@code WatchdogSec=}, if that is set, from the start of
 *       the host until it has stopped. It is not sent while the host has left a {@linkplain
 *       HostView#ping() ping} unanswered for that long, or while a service that is marked by {@link
 *       ServiceOptions#watchdog} is {@code DOWN} and the host does not stop; systemd then ends the
 *       process. Other services do not count, nor do listeners.
 * </ul>
 *
 * <p>Install it before other extensions: then it is told of their opening and closing, too. A
 * process is one unit, so it tells of one host at a time; of another one that starts meanwhile it
 * only warns.
 *
 * <p><b>The JDK's warning:</b> messages are sent by {@code java.lang.foreign}. The JDK prints a
 * warning about that, unless it is started with {@code --enable-native-access=dev.innkeeper.ops},
 * or {@code =ALL-UNNAMED} if Innkeeper is on the class path. Where the JDK refuses, they are sent
 * by the program {@code systemd-notify}, which is another process: unless the user is root, the
 * unit then needs {@code NotifyAccess=all}.
 *
 * <p><b>Threads:</b> one daemon thread, {@code host/systemd}, sends everything, so that neither the
 * host nor its listeners wait for systemd; outside of systemd there is none. It goes by the
 * system's clock, whatever the host goes by. <b>Close:</b> when the host has stopped, its stop
 * waits up to two seconds for the last message to be sent, or until that is <b>interrupted</b>.
 * <b>Errors:</b> it never fails a host. A value in the environment that is not valid, and the first
 * message that is not taken, are logged at WARN.
 *
 * @since 0.1
 */
public final class Systemd implements HostExtension {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private static final Duration TIME_FOR_THE_LAST_MESSAGE = Duration.ofSeconds(2);

  private final SystemdEnvironment environment;

  /** What tells of the host that is open. */
  private final AtomicReference<@Nullable Notifier> open = new AtomicReference<>();

  private Systemd(SystemdEnvironment environment) {
    this.environment = environment;
  }

  /**
   * As {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} say, which systemd
   * sets. Without the first one it does nothing.
   */
  public static Systemd fromEnvironment() {
    return from(System.getenv());
  }

  static Systemd from(Map<String, String> variables) {
    return new Systemd(SystemdEnvironment.read(variables, ProcessHandle.current().pid()));
  }

  @Override
  public void configure(HostBuilder builder) {
    if (environment.socket() != null) {
      builder.listener(this::on);
    }
  }

  @Override
  public void opened(HostView host) {
    String socket = environment.socket();
    if (socket == null) {
      return;
    }
    Watchdog watchdog =
        environment.watchdog() == null ? null : new Watchdog(environment.watchdog());
    Notifier made =
        new Notifier(host.name(), new Announcements(host, watchdog), new NotifySocket(socket));
    Notifier before = open.compareAndExchange(null, made);
    if (before == null) {
      made.start();
    } else {
      LOG.warn(
          "systemd is told of host '{}', and not of host '{}', which starts as well: a process is"
              + " one unit, so install Systemd in one of them",
          before.host(),
          host.name());
    }
  }

  private void on(HostEvent event) {
    Notifier present = open.get();
    if (present != null && present.host().equals(event.host())) {
      present.on(event);
    }
  }

  @Override
  public void closed(StopReport report) throws InterruptedException {
    Notifier present = open.get();
    if (present != null && present.host().equals(report.host())) {
      open.set(null);
      present.hasStopped(report);
      if (!present.awaitEnd(TIME_FOR_THE_LAST_MESSAGE)) {
        LOG.warn("systemd has not taken the last message of host '{}' in time", report.host());
      }
    }
  }

  @Override
  public String toString() {
    return environment.socket() == null ? "Systemd[off]" : "Systemd[" + environment.socket() + "]";
  }
}
