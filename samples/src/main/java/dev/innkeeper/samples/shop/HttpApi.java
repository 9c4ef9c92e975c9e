package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shop's API: orders, prices, probes. */
final class HttpApi implements Routes {

  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String RETRY_AFTER_SECONDS = "1";

  /** With or without parameters, which mean nothing: JSON is UTF-8. */
  private static final Pattern JSON_TYPE =
      Pattern.compile("\\s*application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** An order as its customer sees it. */
  private record OrderView(String id, String item, int quantity, String price, String state) {

    static OrderView of(Order order) {
      return new OrderView(
          order.id().toString(),
          order.item(),
          order.quantity(),
          money(order.cents()),
          order.mailedAt() == null ? "accepted" : "confirmed by mail");
    }
  }

  private record Probe(boolean ok) {}

  private final Orders orders;
  private final PriceCache prices;
  private final RequestGuard guard;
  private final BooleanSupplier live;
  private final BooleanSupplier ready;

  HttpApi(
      Orders orders,
      PriceCache prices,
      RequestGuard guard,
      BooleanSupplier live,
      BooleanSupplier ready) {
    this.orders = orders;
    this.prices = prices;
    this.guard = guard;
    this.live = live;
    this.ready = ready;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.before(guard::check);
    routes.post("/orders", this::placeOrder);
    routes.get("/orders/{id}", this::showOrder);
    routes.get("/prices", this::showPrices);
    routes.get("/livez", http -> answerProbe(http, live));
    routes.get("/readyz", http -> answerProbe(http, ready));
    routes.exception(Problem.class, HttpApi::answerProblem);
    routes.exception(DatabaseUnavailableException.class, HttpApi::answerTryAgain);
  }

  private void placeOrder(Context http) {
    OrderRequest request =
        OrderRequest.of(json(http), headerOrNull(http, "Idempotency-Key"), prices.cents().keySet());
    Orders.Placed placed = orders.place(request);
    if (!placed.order().isFor(request)) {
      throw Problem.conflict(
          "Idempotency-Key", String.valueOf(request.key()), "was used for another order");
    }
    http.header("Location", "/orders/" + placed.order().id());
    answer(http, placed.isNew() ? 201 : 200, OrderView.of(placed.order()));
  }

  /** The body. It must say that it is JSON: a browser sends that for no page but the shop's own. */
  private static String json(Context http) {
    String type = headerOrNull(http, "Content-Type");
    if (type == null || !JSON_TYPE.matcher(type).matches()) {
      throw Problem.unsupportedType(type == null ? "missing" : type, "application/json");
    }
    byte[] body = body(http);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("body", new String(body, UTF_8), "must be UTF-8");
    }
  }

  /** Also of a request that does not say how long it is. */
  private static byte[] body(Context http) {
    byte[] body;
    try {
      body = http.bodyInputStream().readNBytes(HttpServer.LARGEST_BODY + 1);
    } catch (IOException e) {
      throw Problem.badRequest("body", String.valueOf(e.getMessage()), "must be sent to its end");
    }
    if (body.length > HttpServer.LARGEST_BODY) {
      throw Problem.tooLarge(HttpServer.LARGEST_BODY);
    }
    return body;
  }

  /** Of two headers with one name there is no telling which one counts. */
  private static @Nullable String headerOrNull(Context http, String name) {
    List<String> values = Collections.list(http.req().getHeaders(name));
    if (values.size() > 1) {
      throw Problem.badRequest(name, String.join(", ", values), "must be there once");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private void showOrder(Context http) {
    String id = http.pathParam("id");
    answer(
        http,
        200,
        orders.find(uuid(id)).map(OrderView::of).orElseThrow(() -> Problem.notFound("order", id)));
  }

  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw Problem.notFound("order", id);
    }
  }

  private void showPrices(Context http) {
    Map<String, String> shown = new TreeMap<>();
    prices.cents().forEach((item, cents) -> shown.put(item, money(cents)));
    answer(http, 200, shown);
  }

  private static void answerProbe(Context http, BooleanSupplier probe) {
    boolean ok = probe.getAsBoolean();
    answer(http, ok ? 200 : 503, new Probe(ok));
  }

  private static void answerProblem(Problem problem, Context http) {
    answer(http, problem.status(), problem.body());
    http.contentType("application/problem+json");
  }

  private static void answerTryAgain(DatabaseUnavailableException unused, Context http) {
    http.header("Retry-After", RETRY_AFTER_SECONDS);
    answer(http, 503, Map.of("title", "Try again later", "status", 503));
  }

  private static void answer(Context http, int status, Object body) {
    http.status(status).contentType("application/json").result(JSON.toJson(body));
  }

  private static String money(long cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }
}
