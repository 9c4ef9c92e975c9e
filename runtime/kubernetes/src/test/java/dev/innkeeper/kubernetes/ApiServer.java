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
import java.util.function.UnaryOperator;

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

  ApiServer() {
    server.init();
    client = server.createClient(builder -> {});
  }

  private final class Requests extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String what = request.getMethod() + (request.getPath().contains("dryRun=All") ? "?" : "");
      Planned next = planned.peek();
      boolean faulty = next != null && next.method.equals(what) && planned.remove(next);
      bodies.add(new String(request.getBody().getBytes(), UTF_8));
      MockResponse answer =
          faulty
              ? next.fault.answer(request, () -> crud.dispatch(request))
              : crud.dispatch(request);
      trail.add(what + " " + answer.code());
      return answer;
    }
  }

  KubernetesClient client() {
    return client;
  }

  /** A client that, once, does something before its first request of this method. */
  KubernetesClient clientThatIsPrecededBy(String method, Runnable first) {
    AtomicBoolean done = new AtomicBoolean();
    Interceptor interceptor =
        new Interceptor() {
          @Override
          public void before(
              BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals(method) && done.compareAndSet(false, true)) {
              first.run();
            }
          }
        };
    return server.createClient(
        builder ->
            builder.withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("first", interceptor)));
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

  static MockResponse refusal(int code, String message) {
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

  /** "holder duration transitions", with a letter for the holder's identity; or "none". */
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
