package dev.innkeeper.ops;

import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers the probes of Kubernetes and of load balancers over HTTP, from before the first service
 * is created until after the host has stopped.
 *
 * <pre>{@code
 * Host.builder("orders").install(Probes.on(8080))…
 * // livenessProbe:  httpGet: {path: /livez,    port: 8080}
 * // readinessProbe: httpGet: {path: /readyz,   port: 8080}
 * // startupProbe:   httpGet: {path: /startupz, port: 8080}
 * }</pre>
 *
 * <table class="striped">
 * <caption>What is answered</caption>
 * <thead><tr><th>path<th>200 OK<th>503 Service Unavailable</thead>
 * <tbody>
 * <tr><td>{@code /livez}<td>the host {@linkplain HostView#isLive() is live}, also during a start and
 *     a stop<td>it has stopped, and the port is still open
 * <tr><td>{@code /readyz}<td>the host {@linkplain HostView#isReady() is ready}<td>it is not
 * <tr><td>{@code /startupz}<td>all services have started, also during the stop and after it, since
 *     Kubernetes would kill for a startup probe that fails again<td>the host is starting, or was
 *     stopped before all had started
 * <tr><td>{@code /healthz}<td>its {@linkplain HostView#health() health} is up or degraded<td>down
 * <tr><td>{@code /healthz/NAME}<td>the health of that service is up or degraded<td>down
 * </tbody>
 * </table>
 *
 * <p>The name of a service is percent-encoded where necessary; an unknown one is answered with 404.
 * The body is a line of text, such as {@code not ready: waiting for inbox (starting)}; that of
 * {@code /healthz} has one more line for each service. A request with {@code Accept:
 * application/json} is answered with JSON: {@code /healthz/NAME} with the service, the other paths
 * with the whole host.
 *
 * <p><b>What is shown:</b> the names of the host and of its services, their states, and the
 * statuses of their health; to anybody who can reach the port, without a login and unencrypted.
 * Reasons are left out, because they can contain messages of exceptions: the log has them, and
 * {@link #withReasons()} shows them.
 *
 * <p><b>Limits:</b> clients that send slowly, or never finish, do not keep others from an answer.
 * At most 64 connections are open; for one more, the oldest is dropped as soon as it is 10 ms old,
 * and until then the new one waits. Each connection is open for one second at most, by {@link
 * System#nanoTime()}. A request line and its header fields have at most 1,024 bytes; a body is not
 * read. {@code GET} and {@code HEAD} of HTTP/1.1 and HTTP/1.0 are answered, and the connection is
 * closed after the answer. It is no web server: do not expose it to the Internet.
 *
 * <p><b>Threads:</b> the methods may be called from any thread. Probes are answered on one thread,
 * a platform daemon named {@code HOST/probes}, which reads snapshots of the host and calls no code
 * of services: so they are answered whatever services do. An unexpected exception closes the
 * connection that it concerns, and is logged at WARN, at most once a minute. An instance is for one
 * host at a time. <b>Close:</b> when the host has stopped, the port is free again.
 *
 * <p><b>Errors:</b> the host does not start if the port is in use, if the address does not belong
 * to this machine, or if another host that has not stopped uses this instance.
 *
 * @since 0.1
 */
public final class Probes implements HostExtension {

  private static final int HIGHEST_PORT = 65_535;
  private static final int LAST_PRIVILEGED_PORT = 1_023;

  /** Null: all addresses. */
  private final @Nullable String address;

  private final int port;
  private final Limits limits;
  private final boolean reasons;

  /** While a host is open. */
  private final AtomicReference<@Nullable ProbeListener> listener = new AtomicReference<>();

  Probes(@Nullable String address, int port, Limits limits, boolean reasons) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "port " + port + ": it has to be from 1 to 65535, or 0 for any that is free");
    }
    this.address = address;
    this.port = port;
    this.limits = limits;
    this.reasons = reasons;
  }

  /**
   * Probes on all addresses of this machine, or of its container: Kubernetes asks from outside.
   *
   * @param port 0: any that is free; {@link #port()} tells which
   * @throws IllegalArgumentException if there is no such port
   */
  public static Probes on(int port) {
    return new Probes(null, port, Limits.OF_PROBES, false);
  }

  /**
   * Probes on one address.
   *
   * @param address a name or an IP address, of this machine; a name is looked up when the host
   *     starts
   * @param port 0: any that is free; {@link #port()} tells which
   * @throws IllegalArgumentException if there is no such port, or if the address is blank
   */
  public static Probes on(String address, int port) {
    if (Objects.requireNonNull(address, "address").isBlank()) {
      throw new IllegalArgumentException(
          "the address is blank: name one of this machine, or use Probes.on(" + port + ") for all");
    }
    return new Probes(address, port, Limits.OF_PROBES, false);
  }

  /**
   * The same probes, which also show {@linkplain Health#reason() why} a service or the host is not
   * well, in 200 characters at most. The reason of a {@linkplain
   * dev.innkeeper.runtime.service.HealthCheck check} that throws is the text of its exception: a
   * URL, say, with a password in it. So choose it if those who can reach the port may see that.
   *
   * @return new ones: these stay as they are
   */
  public Probes withReasons() {
    return new Probes(address, port, limits, true);
  }

  /**
   * The port on which probes are answered: that which was chosen, or if it was 0, that which was
   * free.
   *
   * @throws IllegalStateException if no host has opened it, or if that host has stopped
   */
  public int port() {
    ProbeListener open = listener.get();
    if (open == null) {
      throw new IllegalStateException(
          this + ": not open; the port is known from the start of the host until its stop");
    }
    return open.address().getPort();
  }

  /**
   * Called by the host: binds the port and begins to answer.
   *
   * @throws IOException if it cannot be bound, with the address, the port, and what to do
   * @throws IllegalStateException if it is open for another host
   */
  @Override
  public void opened(HostView host) throws IOException {
    refuseSecond(listener.get(), host);
    ProbeListener opened = listen(host);
    try {
      refuseSecond(listener.compareAndExchange(null, opened), host); // it may open right now
      opened.start();
    } catch (Throwable t) {
      listener.compareAndSet(opened, null);
      opened.release();
      throw t;
    }
  }

  private void refuseSecond(@Nullable ProbeListener open, HostView host) {
    if (open != null) {
      throw new IllegalStateException(
          "%s: open for host '%s', so not for host '%s' too: install another instance in that one"
              .formatted(this, open.hostName(), host.name()));
    }
  }

  private ProbeListener listen(HostView host) throws IOException {
    ServerSocketChannel server = bind(host);
    try {
      return new ProbeListener(new ProbedHost(host, reasons), server, server::accept, limits);
    } catch (Throwable t) {
      server.close();
      throw t;
    }
  }

  private ServerSocketChannel bind(HostView host) throws IOException {
    InetSocketAddress local =
        address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      if (local.isUnresolved()) {
        throw new BindException("no address is known by that name");
      }
      return server.bind(local, limits.backlog());
    } catch (IOException e) {
      server.close();
      throw cannotBind(host, local, e);
    }
  }

  private IOException cannotBind(HostView host, InetSocketAddress local, IOException why) {
    String message =
        "the probes of host '%s' cannot listen on %s, port %d: %s: %s"
            .formatted(
                host.name(),
                address == null ? "all addresses" : address,
                port,
                why.getMessage(),
                whatToDo(local.getAddress()));
    BindException failure = new BindException(message);
    failure.initCause(why);
    return failure;
  }

  private String whatToDo(@Nullable InetAddress local) {
    if (local == null || !isOfThisMachine(local)) {
      return "use an address of this machine, or Probes.on(" + port + ") for all of them";
    }
    String privileged =
        port <= LAST_PRIVILEGED_PORT ? " (those below 1024 may need a privilege)" : "";
    return "choose another port" + privileged + ", or end the process that uses this one";
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // as far as can be known
    }
  }

  /**
   * Called by the host: closes the port and the connections, and waits for the thread to end.
   *
   * @throws InterruptedException if interrupted while it waits; the thread ends all the same
   * @throws TimeoutException if the thread has not ended in two seconds
   */
  @Override
  public void closed(StopReport report) throws InterruptedException, TimeoutException {
    ProbeListener open = listener.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return "Probes on " + (address == null ? "all addresses" : address) + ", port " + port;
  }
}
