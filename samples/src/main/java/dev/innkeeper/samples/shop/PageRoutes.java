package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page answers: its files and the state of things to GET, operations to POST. */
final class PageRoutes implements Routes {

  private static final Logger LOG = LoggerFactory.getLogger(PageRoutes.class);

  private final PageGuard guard;
  private final PageStreams streams;
  private final Operations operations;
  private final Watched watched;
  private final Happenings happenings;

  PageRoutes(PageConfig config, Watched watched, Happenings happenings, PageStreams streams) {
    this.guard = new PageGuard(config);
    this.streams = streams;
    this.operations = new Operations(watched);
    this.watched = watched;
    this.happenings = happenings;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.before(guard::check);
    registerFile(routes, "/", "page.html", "text/html");
    registerFile(routes, "/page.js", "page.js", "text/javascript");
    registerFile(routes, "/page.css", "page.css", "text/css");
    registerFile(routes, "/icon.svg", "icon.svg", "image/svg+xml");
    routes.get("/state", http -> http.contentType("application/json").result(snapshot(http).get()));
    routes.get("/events", this::stream);
    routes.post("/services/{service}/{operation}", this::operate);
    routes.post("/jobs/{job}/run", http -> operations.runNow(http.pathParam("job")));
    routes.exception(InterruptedException.class, PageRoutes::answerInterrupted);
  }

  private static void registerFile(RoutesConfig routes, String path, String file, String type) {
    String text = textOf(file);
    routes.get(path, http -> http.contentType(type + "; charset=utf-8").result(text));
  }

  private static String textOf(String file) {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/shop/page/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Supplier<String> snapshot(Context http) {
    guard.checkReader(http);
    boolean isOpen = guard.hasToken(http);
    return () -> PageView.of(watched, happenings, isOpen).toJson();
  }

  /**
   * On the response itself: Javalin's own server-sent events are written in a {@code synchronized}
   * block, and a reader that does not read would hold a carrier thread with it on JDK 21 to 23.
   */
  private void stream(Context http) throws InterruptedException {
    Supplier<String> snapshot = snapshot(http);
    if (!streams.enter()) {
      throw new ServiceUnavailableResponse("too many are watching, or the page stops");
    }
    try {
      http.res().setContentType("text/event-stream; charset=utf-8");
      streams.write(http.res().getOutputStream(), snapshot);
    } catch (IOException e) {
      LOG.debug("Who watched has gone", e);
    } finally {
      streams.leave();
    }
  }

  private void operate(Context http) throws InterruptedException {
    operations.operate(http.pathParam("service"), http.pathParam("operation"));
  }

  /** The server stops, and waits for no request any longer. */
  private static void answerInterrupted(InterruptedException unused, Context http) {
    Thread.currentThread().interrupt();
    http.status(503).result("the page stops");
  }
}
