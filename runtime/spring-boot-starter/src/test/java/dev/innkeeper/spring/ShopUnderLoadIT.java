package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shop in a process, with 200 requests a second from before its start until after its end. */
@Tag("once")
class ShopUnderLoadIT {

  @Test
  void noRequestFailsAndNoAcceptedJobIsLostInStartAndStop() throws Exception {
    try (ShopProcess shop =
        ShopProcess.start(
            "--innkeeper.drain-delay=3s", "--management.endpoint.health.probes.enabled=true")) {
      Map<Integer, Long> answers;
      List<Integer> readiness = new ArrayList<>();
      long acceptedWhileDraining;
      try (Load load = new Load(shop)) {
        load.awaitOrders();
        readiness.add(shop.status("/actuator/health/readiness"));
        shop.askToEnd();
        shop.await("is draining");
        readiness.add(shop.status("/actuator/health/readiness"));
        readiness.add(shop.status("/actuator/health/liveness"));
        long before = load.of(200);
        assertEquals(143, shop.awaitEnd(), shop::toString);
        load.end();
        acceptedWhileDraining = load.of(200) - before;
        answers = load.answers();
      }

      assertEquals(List.of(200, 503, 200), readiness, shop::toString);
      assertTrue(acceptedWhileDraining > 0, shop::toString);
      Set<Integer> statuses = new TreeSet<>(answers.keySet());
      statuses.remove(0); // before the port opens, and when it is closed
      assertEquals(Set.of(200), statuses, () -> answers + "\n" + shop);
      String ledger =
          shop.await("orders").replaceAll(".*Of (\\d+) orders (\\d+) are done.*", "$1 $2");
      String[] numbers = ledger.split(" ", -1);
      assertEquals(numbers[0], numbers[1], shop::toString);
      assertTrue(Long.parseLong(numbers[0]) >= answers.get(200), () -> ledger + answers);
      assertOrder(
          shop,
          "Migrated",
          "innkeeper started",
          "Tomcat started",
          "is draining",
          "Commencing graceful shutdown",
          "Graceful shutdown complete",
          "innkeeper is stopping",
          "Nobody uses the tables any more",
          "innkeeper stopped",
          "orders");
    }
  }

  private static void assertOrder(ShopProcess shop, String... texts) {
    List<String> found = new ArrayList<>();
    for (String line : shop.lines()) {
      for (String text : texts) {
        if (line.contains(text) && !found.contains(text)) {
          found.add(text);
        }
      }
    }
    assertEquals(List.of(texts), found, shop::toString);
  }
}
