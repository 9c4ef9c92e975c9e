package dev.innkeeper.samples.shop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The shop's API: orders, prices, probes. */
final class HttpApi implements Routes {

  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String RETRY_AFTER_SECONDS = "1";

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
  private final BooleanSupplier live;
  private final BooleanSupplier ready;

  HttpApi(Orders orders, PriceCache prices, BooleanSupplier live, BooleanSupplier ready) {
    this.orders = orders;
    this.prices = prices;
    this.live = live;
    this.ready = ready;
  }

  @Override
  public void register(RoutesConfig routes) {
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
        OrderRequest.of(http.body(), http.header("Idempotency-Key"), prices.cents().keySet());
    Orders.Placed placed = orders.place(request);
    if (!placed.order().isFor(request)) {
      throw Problem.conflict(
          "Idempotency-Key", String.valueOf(request.key()), "was used for another order");
    }
    http.header("Location", "/orders/" + placed.order().id());
    answer(http, placed.isNew() ? 201 : 200, OrderView.of(placed.order()));
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
