package dev.innkeeper.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server that keeps what it is given, in the namespace "shop", writes down what it is asked,
 * and fails when it is told to.
 */
final class ApiServer implements AutoCloseable {

  /** What becomes of a request; {@code usual} is what becomes of it otherwise. */
  interface Fault {
    MockResponse answer(RecordedRequest request, UsualAnswer usual);
  }

  interface UsualAnswer {
    MockResponse get();
  }

  private record Planned(String method, Fault fault) {}

  private final KubernetesCrudDispatcher crud = new KubernetesCrudDispatcher(List.of());
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new Requests(), false);
  private final ConcurrentLinkedQueue<Planned> planned = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> trail = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
  private final KubernetesClient client;

  /**
   * Each request is a line of java.util.logging; kept, since loggers that no one has are forgotten.
   */
  private static final Logger CHATTER = Logger.getLogger(MockWebServer.class.getName());

  ApiServer() {
    CHATTER.setLevel(Level.WARNING);
    server.init();
    client = server.createClient(builder -> {});
  }

  private final class Requests extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      boolean dryRun = request.getPath().contains("dryRun=All");
      String what = request.getMethod() + (dryRun ? "?" : "");
      UsualAnswer usual = () -> dryRun ? dryRun(request) : crud.dispatch(request);
      Planned next = planned.peek();
      boolean faulty = next != null && next.method.equals(what) && planned.remove(next);
      bodies.add(new String(request.getBody().getBytes(), UTF_8));
      MockResponse answer = faulty ? next.fault.answer(request, usual) : usual.get();
      trail.add(what + " " + answer.code());
      return answer;
    }

    /** The mock server would do it. */
    private MockResponse dryRun(RecordedRequest request) {
      boolean exists =
          crud.handleGet("/apis/coordination.k8s.io/v1/namespaces/shop/leases/billing").code()
              == 200;
      return switch (request.getMethod()) {
        case "POST" ->
            exists
                ? refusal(409, "already exists")
                : new MockResponse().setResponseCode(201).setBody("{}");
        case "PUT" ->
            exists
                ? new MockResponse().setResponseCode(200).setBody("{}")
                : refusal(404, "not found");
        default -> throw new AssertionError(request);
      };
    }
  }

  KubernetesClient client() {
    return client;
  }

  /** A client that, once, does something before its first request of this method. */
  KubernetesClient clientThatIsPrecededBy(String method, Runnable first) {
    AtomicBoolean done = new AtomicBoolean();
    return client(request -> {
      if (request.method().equals(method) && done.compareAndSet(false, true)) {
        first.run();
      }
    });
  }

  /** A client that does this before each of its requests. */
  KubernetesClient client(Consumer<HttpRequest> before) {
    Interceptor interceptor =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            before.accept(request);
          }
        };
    return server.createClient(builder ->
        builder.withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("before", interceptor)));
  }

  /** Forgets all. */
  void reset() {
    crud.reset();
    planned.clear();
    trail.clear();
    bodies.clear();
  }

  /** The next request of this method ("PUT"; "PUT?" if it is a dry run) does not go as usual. */
  void next(String method, Fault fault) {
    planned.add(new Planned(method, fault));
  }

  /** The next request of this method is refused. */
  void next(String method, int code, String message) {
    next(method, (request, usual) -> refusal(code, message));
  }

  /** It is done, but no one learns of it. */
  static MockResponse answerLost(RecordedRequest request, UsualAnswer usual) {
    usual.get();
    return refusal(500, "the answer of " + request.getMethod() + " is lost");
  }

  private static MockResponse refusal(int code, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setBody(
            Serialization.asJson(
                new StatusBuilder()
                    .withCode(code)
                    .withStatus("Failure")
                    .withMessage(message)
                    .build()));
  }

  /** What was asked since the last call, and how it was answered: "PUT 200". */
  List<String> trail() {
    List<String> all = trail.stream().toList();
    trail.clear();
    return all;
  }

  /** What was sent, of all requests. */
  List<String> bodies() {
    return bodies.stream().toList();
  }

  /** "held 15 s, 1": whether it is held, for how long, and the transitions; or "none". */
  String lease() {
    Lease lease = find();
    if (lease == null) {
      return "none";
    }
    String holder = lease.getSpec().getHolderIdentity();
    return (holder == null || holder.isEmpty() ? "free" : "held")
        + " "
        + lease.getSpec().getLeaseDurationSeconds()
        + " s, "
        + lease.getSpec().getLeaseTransitions();
  }

  Lease find() {
    Lease lease = client.leases().inNamespace("shop").withName("billing").get();
    forgetLastRequest();
    return lease;
  }

  /** As kubectl edit. */
  void edit(UnaryOperator<LeaseBuilder> change) {
    client
        .leases()
        .inNamespace("shop")
        .resource(change.apply(new LeaseBuilder(find())).build())
        .update();
    forgetLastRequest();
  }

  void delete() {
    client.leases().inNamespace("shop").withName("billing").delete();
    trail.clear();
  }

  private void forgetLastRequest() {
    List<String> all = trail.stream().toList();
    trail.clear();
    trail.addAll(all.subList(0, all.size() - 1));
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
