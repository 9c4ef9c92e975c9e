package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  // Talks to no one: an election does nothing until a host asks it to.
  private final KubernetesClient client = client("shop");

  private static KubernetesClient client(String namespace) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:1")
                .withNamespace(namespace)
                .build())
        .build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void theDefaultsAreFifteenSecondsAndTheNamespaceOfTheClient() {
    KubernetesLeaderElection election = KubernetesLeaderElection.of(client, "billing");
    assertEquals("billing", election.name());
    assertEquals(Duration.ofSeconds(15), election.leaseDuration());
    assertEquals("Lease shop/billing", election.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "billing", "billing-2", "nightly.billing.shop", "0"})
  void namesAreThoseOfKubernetes(String name) {
    assertEquals(name, KubernetesLeaderElection.of(client, name).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Billing", "billing_job", "-billing", "billing.", "a..b", "a/b"})
  void otherNamesAreRefused(String name) {
    assertEquals(
        "name '"
            + name
            + "': Kubernetes allows lower-case letters, digits, '-' and '.', at most 253, and a"
            + " letter or digit at both ends (RFC 1123); take one like 'billing'",
        refusal(() -> KubernetesLeaderElection.of(client, name)));
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    assertEquals("a".repeat(253), KubernetesLeaderElection.of(client, "a".repeat(253)).name());
    assertTrue(
        refusal(() -> KubernetesLeaderElection.of(client, "a".repeat(254)))
            .contains("at most 253"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "shop.eu", "shop-"})
  void namespacesThatKubernetesDoesNotAllowAreRefused(String namespace) {
    assertEquals(
        "namespace '"
            + namespace
            + "': Kubernetes allows lower-case letters, digits and '-', at most 63, and a letter or"
            + " digit at both ends (RFC 1123); take one like 'shop'",
        refusal(() -> builder().namespace(namespace)));
  }

  @Test
  void anElectionWithoutANamespaceIsRefused() {
    try (KubernetesClient nowhere = client(null)) {
      assertEquals(
          "the election 'billing' has no namespace, and neither has its client: add"
              + " .namespace(\"…\"), or give the client one; in a pod it is found by itself",
          refusal(() -> KubernetesLeaderElection.of(nowhere, "billing")));
      assertEquals(
          "Lease cellar/billing",
          KubernetesLeaderElection.builder(nowhere, "billing")
              .namespace("cellar")
              .build()
              .toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S, 1",
    "PT-5S, PT-5S, 1",
    "PT0.5S, PT0.5S, 1",
    "PT1.5S, PT1.5S, 2",
    "PT15.000000001S, PT15.000000001S, 16",
    "PT2147483648S, PT596523H14M8S, 2147483647"
  })
  void leasesAreWholeSeconds(Duration duration, String shown, String advice) {
    assertEquals(
        "leaseDuration of 'billing' is "
            + shown
            + ", but a Lease has whole seconds, at least 1 and at most 2147483647: take"
            + " Duration.ofSeconds("
            + advice
            + ")",
        refusal(() -> builder().leaseDuration(duration)));
  }

  @Test
  void aLeaseOfASecondIsTheShortest() {
    KubernetesLeaderElection election = builder().leaseDuration(Duration.ofSeconds(1)).build();
    assertEquals(Duration.ofSeconds(1), election.leaseDuration());
  }

  private KubernetesLeaderElection.Builder builder() {
    return KubernetesLeaderElection.builder(client, "billing");
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }
}
