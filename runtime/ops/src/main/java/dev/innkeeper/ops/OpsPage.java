package dev.innkeeper.ops;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page for operators, in a browser: the live state of a host, its services, jobs and queues, with
 * buttons for anyone who has the token.
 *
 * <pre>{@code
 * Host.builder("shop")
 *     .install(
 *         OpsPage.on("127.0.0.1", 8081)
 *             .token(System.getenv("OPS_TOKEN"))   // none: it makes one, and prints it to stderr
 *             .figure("Orders", orders::count)
 *             .build())…
 * }</pre>
 *
 * <p>It shows the services with their state, health, restarts and failures, and what depends on
 * what as a picture; recurring and scheduled jobs, which can be run now, paused and resumed; queues
 * with their depth over the last five minutes and the last 100 jobs that have failed for good,
 * which can be put back; and a stop as it happens. Services can be stopped, started and restarted,
 * together with those that depend on them. It is available from before the first service starts
 * until after the last one has stopped.
 *
 * <p><b>To reach it</b> on another machine, leave it on loopback there and forward its port:
 *
 * <pre>{@code
 * ssh -L 8081:127.0.0.1:8081 shop.example.com
 * }</pre>
 *
 * <p>Then open {@code http://127.0.0.1:8081/#token=…}; only you can reach it. The page speaks HTTP
 * without TLS; on any other address than loopback it belongs behind a proxy that has TLS, whose
 * host name it has to be {@linkplain OpsPageBuilder#names told}.
 *
 * <p><b>Safety:</b> a GET only reads. Whatever does something is a POST with the token in {@code
 * Authorization: Bearer}, compared in constant time. Without the token, a page on loopback shows
 * states and counts, and nothing that comes from a failure; any other shows nothing. It answers
 * only to host names that are its own, and to no other site's requests. Everything is inserted as
 * text, and the Content-Security-Policy allows only the page's own scripts. The items of recently
 * failed jobs are kept in memory but never shown. A client that sends or reads slowly is cut off
 * after ten seconds, and at most 16 may watch.
 *
 * <p><b>Errors:</b> if the port is taken the start of the host fails, and the message says which.
 * An order that cannot be carried out is answered with the host's own words: 404 for a service that
 * is unknown, 409 while the host does not run. What fails later is logged, and harms no service.
 *
 * <p><b>Threads:</b> immutable, for any thread. One page shows one host at a time. Its server has
 * at most 32 daemon threads of its own, besides one for its clock and one for figures; they call a
 * service only when an operator asks for it. <b>Close:</b> when the host has stopped, open pages
 * get a last snapshot; that takes up to a second. <b>Clock:</b> the wall clock for what is shown.
 *
 * @since 0.1
 */
public final class OpsPage implements HostExtension {

  private static final Logger LOG = LoggerFactory.getLogger(OpsPage.class);

  private final PageConfig config;
  private final PageFigures figures;
  private final InstantSource clock;
  private final PageFiles files = new PageFiles();

  /** Its last host that was started. */
  private final AtomicReference<@Nullable PageOfHost> shown = new AtomicReference<>();

  OpsPage(PageConfig config, PageFigures figures, InstantSource clock) {
    this.config = config;
    this.figures = figures;
    this.clock = clock;
  }

  /**
   * A page yet to be made, with a server of its own.
   *
   * @param address where it listens: beyond loopback, it needs a token
   * @param port zero: any that is free; {@link #port()} says which
   */
  public static OpsPageBuilder on(String address, int port) {
    return new OpsPageBuilder(Objects.requireNonNull(address, "address"), port);
  }

  /**
   * A page yet to be made that does not listen: another server calls its {@link #handler()}. It
   * needs a token.
   */
  public static OpsPageBuilder mounted() {
    return new OpsPageBuilder(null, 0);
  }

  /**
   * The page for another server to mount, at a path that ends with a slash, such as {@code /ops/}.
   * All checks of the page hold there, too, and nothing is shown without the token, since who
   * reaches that server is not known here. It may be called before the host starts, and is then
   * answered by 503; when the host has stopped it shows how.
   */
  public OpsHandler handler() {
    return routes(false);
  }

  /**
   * The port that it listens on; after the host has stopped, the one that it listened on.
   *
   * @throws IllegalStateException if the page is only mounted, or its host has not started
   */
  public int port() {
    PageOfHost of = shown.get();
    InetSocketAddress address = of == null ? null : of.address();
    if (address == null) {
      throw new IllegalStateException(
          "the operations page has no port: its host has not started, or the page is only mounted");
    }
    return address.getPort();
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.install(new PageOfHost(this));
  }

  // ---- for the page of a host

  /** From now on it is that of this host. */
  void show(PageOfHost host) {
    PageOfHost before = shown.get();
    if ((before != null && before.isCurrent()) || !shown.compareAndSet(before, host)) {
      throw new IllegalStateException(
          "this operations page already belongs to a running host; give host '"
              + host.host()
              + "' a page of its own");
    }
  }

  /** If it was never open, nothing is left of it; else it shows how the host has stopped. */
  void hasEnded(PageOfHost host) {
    if (host.isCurrent()) {
      shown.compareAndSet(host, null);
    }
  }

  /** Null: it is only mounted. */
  @Nullable PageServer serve(String host, ScheduledExecutorService timer) throws IOException {
    InetAddress address = config.address();
    if (address == null) {
      return null;
    }
    PageServer server =
        PageServer.start(
            new InetSocketAddress(address, config.port()),
            routes(config.isLoopback()),
            host,
            timer,
            config.patience());
    String url = "http://" + PageServer.show(server.address()) + "/";
    LOG.info("{}: the operations page is at {}", host, url);
    if (config.hasMadeToken()) {
      tell("The operations page of " + host + ": " + url + "#token=" + config.token());
    }
    return server;
  }

  private OpsHandler routes(boolean anyoneReads) {
    return new PageRoutes(new PageGuard(config, anyoneReads), files, config.readOnly(), shown::get);
  }

  /** A token is not for the log, which is kept and sent elsewhere. */
  @SuppressWarnings("SystemOut")
  private static void tell(String line) {
    PrintStream terminal = System.err;
    terminal.println(line);
  }

  PageFigures figures() {
    return figures;
  }

  boolean isReadOnly() {
    return config.readOnly();
  }

  InstantSource clock() {
    return clock;
  }

  @Override
  public String toString() {
    return "OpsPage";
  }
}
