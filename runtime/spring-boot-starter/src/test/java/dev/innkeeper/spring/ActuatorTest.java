package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** What the actuator shows of the shop, in this process. */
class ActuatorTest {

  private static ConfigurableApplicationContext context;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    client = HttpClient.newHttpClient();
    context =
        SpringApplication.run(
            Shop.class,
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--spring.application.name=shop",
            "--innkeeper.exit-when-stopped=false",
            "--management.endpoints.web.exposure.include=health,metrics,innkeeper",
            "--management.endpoint.innkeeper.access=unrestricted",
            "--management.endpoint.health.probes.enabled=true",
            "--management.endpoint.health.group.readiness.include=readinessState,innkeeper",
            "--management.endpoint.health.show-details=always");
  }

  @AfterAll
  static void stop() {
    context.close();
    client.close();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    String port = context.getEnvironment().getProperty("local.server.port");
    URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + path);
    return client.send(request.uri(uri).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(), path);
  }

  private static HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder().POST(BodyPublishers.noBody()), path);
  }

  private static Map<String, Object> json(HttpResponse<String> answer) {
    return JsonParserFactory.getJsonParser().parseMap(answer.body());
  }

  /** Below {@code path}. */
  @SuppressWarnings("unchecked")
  private static Object at(Map<String, Object> json, String... path) {
    Object at = json;
    for (String name : path) {
      at = ((Map<String, Object>) at).get(name);
    }
    return at;
  }

  // ---- health

  @Test
  void healthHasEachServiceWithItsState() throws Exception {
    Map<String, Object> health = json(get("health"));
    assertEquals("UP", at(health, "components", "innkeeper", "status"));
    assertEquals(
        Map.of("status", "UP", "details", Map.of("state", "RUNNING", "restarts", 0)),
        at(health, "components", "innkeeper", "components", "mails"));
  }

  @Test
  void readinessHasItIfItIsIncludedAndLivenessHasItNot() throws Exception {
    assertTrue(get("health/readiness").body().contains("mails"));
    assertFalse(get("health/liveness").body().contains("mails"));
  }

  @Test
  void theHealthOfServicesCanBeTurnedOff() {
    ApplicationContextRunner runner =
        Contexts.with(ServicesTest.One.class)
            .withConfiguration(
                AutoConfigurations.of(
                    HealthContributorAutoConfiguration.class,
                    InnkeeperHealthAutoConfiguration.class));
    runner.run(context ->
        assertTrue(
            context
                .getBeansOfType(HealthContributor.class)
                .containsKey("innkeeperHealthContributor")));
    runner
        .withPropertyValues("management.health.innkeeper.enabled=false")
        .run(context ->
            assertFalse(
                context
                    .getBeansOfType(HealthContributor.class)
                    .containsKey("innkeeperHealthContributor")));
  }

  // ---- metrics

  @Test
  void metricsHaveThoseOfTheHost() throws Exception {
    String names = get("metrics").body();
    assertTrue(names.contains("innkeeper.host.ready"), names);
    String ready = get("metrics/innkeeper.host.ready?tag=host:shop").body();
    assertTrue(ready.contains("\"value\":1.0"), ready);
  }

  // ---- the endpoint

  @Test
  void theEndpointShowsTheHostAndItsServices() throws Exception {
    String all = get("innkeeper").body();
    assertTrue(
        all.startsWith("{\"hosts\":[{\"name\":\"shop\",\"state\":\"RUNNING\",\"ready\":true"), all);
    Map<String, Object> mails = json(get("innkeeper/mails"));
    assertEquals("RUNNING", mails.get("state"));
    assertEquals(List.of("migrations"), mails.get("dependsOn"));
  }

  @Test
  void theEndpointRestartsAService() throws Exception {
    HttpResponse<String> answer = post("innkeeper/fuse/restart");
    assertEquals(200, answer.statusCode(), answer::body);
    assertEquals(1, json(answer).get("restarts"));
  }

  @Test
  void anOrderThatCannotBeCarriedOutIsAConflictWithTheReason() throws Exception {
    HttpResponse<String> answer = post("innkeeper/migrations/stop");
    assertEquals(409, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("mails"), answer::body);
  }

  @Test
  void aServiceOrAnOperationThatIsNotThereIsAnErrorThatNamesThoseThatAre() throws Exception {
    HttpResponse<String> noService = get("innkeeper/mail");
    assertEquals(404, noService.statusCode());
    assertEquals(
        "there is no service 'mail'; there are [migrations, mails, fuse]",
        json(noService).get("error"));
    HttpResponse<String> noOperation = post("innkeeper/mails/reboot");
    assertEquals(400, noOperation.statusCode());
    assertTrue(noOperation.body().contains("there are start, stop, restart"), noOperation::body);
  }

  @Test
  void theEndpointIsNotExposedUnlessItIsAskedFor() {
    ConfigurableApplicationContext plain =
        SpringApplication.run(Shop.class, "--server.port=0", "--spring.main.banner-mode=off");
    try (plain) {
      assertFalse(plain.containsBean("innkeeperEndpoint"));
    }
  }
}
