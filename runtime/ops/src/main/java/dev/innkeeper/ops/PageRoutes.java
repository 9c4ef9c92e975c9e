package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page answers: its files and the state of things to GET, orders to POST. */
final class PageRoutes implements OpsHandler {

  private static final Logger LOG = LoggerFactory.getLogger(PageRoutes.class);

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String READ_ONLY = "GET, HEAD";

  private final PageGuard guard;
  private final PageFiles files;
  private final boolean readOnly;

  /** Gives null until the host starts. */
  private final Supplier<@Nullable PageOfHost> host;

  PageRoutes(
      PageGuard guard, PageFiles files, boolean readOnly, Supplier<@Nullable PageOfHost> host) {
    this.guard = guard;
    this.files = files;
    this.readOnly = readOnly;
    this.host = host;
  }

  @Override
  public void handle(OpsExchange http) throws IOException, InterruptedException {
    try {
      guard.check(http);
      answer(http);
    } catch (PageRefusal e) {
      respond(http, e.status(), TEXT, e.headers(), (e.text() + "\n").getBytes(UTF_8));
    } catch (InterruptedException e) {
      throw e; // the server stops, and the reader is cut off
    } catch (RuntimeException e) {
      LOG.error("The operations page could not answer {} {}", http.method(), http.path(), e);
      respond(http, 500, TEXT, Map.of(), "internal error; see the log\n".getBytes(UTF_8));
    }
  }

  private void answer(OpsExchange http) throws PageRefusal, IOException, InterruptedException {
    PageFiles.PageFile file = files.find(http.path());
    List<String> path = segments(http.path());
    if (file != null) {
      requireReading(http);
      respond(http, 200, file.type(), Map.of(), file.bytes());
    } else if (path.equals(List.of("state"))) {
      requireReading(http);
      respond(http, 200, "application/json", Map.of(), snapshot(http).get().getBytes(UTF_8));
    } else if (path.equals(List.of("events"))) {
      requireReading(http);
      stream(http);
    } else if (isThreads(path)) {
      requireReading(http);
      guard.checkReader(http);
      guard.requireToken(http);
      respond(http, 200, TEXT, Map.of(), present().threads(path.get(1)).getBytes(UTF_8));
    } else if (isOrder(path)) {
      requireWriting(http);
      order(path);
      respond(http, 200, TEXT, Map.of(), "done\n".getBytes(UTF_8));
    } else {
      throw PageRefusal.notFound("not found");
    }
  }

  private static void requireReading(OpsExchange http) throws PageRefusal {
    if (!PageGuard.isReading(http)) {
      throw PageRefusal.methodNotAllowed(READ_ONLY);
    }
  }

  private void requireWriting(OpsExchange http) throws PageRefusal {
    if (PageGuard.isReading(http)) {
      throw PageRefusal.methodNotAllowed("POST");
    }
    if (readOnly) {
      throw PageRefusal.forbidden("this page is read-only");
    }
  }

  // ---- what there is

  private static boolean isThreads(List<String> path) {
    return path.size() == 3 && path.getFirst().equals("services") && path.get(2).equals("threads");
  }

  private static boolean isOrder(List<String> path) {
    return switch (path.isEmpty() ? "" : path.getFirst()) {
      case "services" -> path.size() == 3;
      case "jobs" -> path.size() == 3 || path.size() == 4;
      case "queues" ->
          path.size() == 5 && path.get(2).equals("failed") && path.get(4).equals("put-back");
      default -> false;
    };
  }

  private void order(List<String> path) throws PageRefusal, InterruptedException {
    PageOrders orders = present().orders();
    String service = path.get(1);
    switch (path.getFirst() + path.size()) {
      case "services3" -> orders.service(service, path.get(2));
      case "jobs3" -> orders.job(service, path.get(2));
      case "jobs4" -> orders.scheduledJob(service, path.get(2), path.get(3));
      default -> orders.putBack(service, path.get(3));
    }
  }

  private static List<String> segments(String path) throws PageRefusal {
    if (!path.startsWith("/")) {
      throw PageRefusal.badRequest("the path does not begin with a slash");
    }
    try {
      return Arrays.stream(path.substring(1).split("/", -1)).map(PageRoutes::decoded).toList();
    } catch (IllegalArgumentException e) {
      throw PageRefusal.badRequest("the path is not percent-encoded UTF-8");
    }
  }

  private static String decoded(String segment) {
    String text = PercentEncoded.decode(segment);
    if (text == null) {
      throw new IllegalArgumentException(segment);
    }
    return text;
  }

  private PageOfHost present() throws PageRefusal {
    PageOfHost found = host.get();
    if (found == null) {
      throw PageRefusal.unavailable("the host has not started");
    }
    return found;
  }

  // ---- answers

  private Supplier<String> snapshot(OpsExchange http) throws PageRefusal {
    guard.checkReader(http);
    boolean isOpen = guard.hasToken(http);
    PageSnapshot snapshot = present().snapshot();
    return () -> snapshot.toJson(isOpen);
  }

  private void stream(OpsExchange http) throws PageRefusal, IOException, InterruptedException {
    Supplier<String> snapshot = snapshot(http);
    PageStreams streams = present().streams();
    if (!streams.enter()) {
      throw PageRefusal.unavailable("too many are watching");
    }
    try {
      OutputStream out = begin(http, 200, "text/event-stream; charset=utf-8", Map.of());
      if (!http.method().equals("HEAD")) {
        streams.write(out, snapshot);
      }
    } finally {
      streams.leave();
    }
  }

  private void respond(
      OpsExchange http, int status, String type, Map<String, String> more, byte[] body)
      throws IOException {
    OutputStream out = begin(http, status, type, more);
    if (!http.method().equals("HEAD")) {
      out.write(body);
      out.flush();
    }
  }

  private OutputStream begin(OpsExchange http, int status, String type, Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new HashMap<>(guard.headers());
    headers.put("Content-Type", type);
    headers.putAll(more);
    return http.respond(status, headers);
  }
}
