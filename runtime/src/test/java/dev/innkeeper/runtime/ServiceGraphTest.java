package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.plan.ServicePlan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceGraphTest {

  /** {@code "http: db cache"} is a service with two dependencies. */
  private static ServiceGraph graph(String... services) {
    return new ServiceGraph(Arrays.stream(services).map(ServiceGraphTest::spec).toList());
  }

  private static ServicePlan spec(String text) {
    String[] parts = text.split(": ", -1);
    ServiceOptions options = new ServiceOptions();
    if (parts.length > 1) {
      options.dependsOn(parts[1].split(" ", -1));
    }
    return options.toSpec(parts[0], context -> {}, null);
  }

  private static List<List<Integer>> before(ServiceGraph.Arrows arrows) {
    return Arrays.stream(arrows.before()).map(b -> Arrays.stream(b).boxed().toList()).toList();
  }

  private static String refusal(String... services) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> graph(services)).getMessage());
  }

  @Test
  void aCycleIsShownInOrder() {
    assertEquals(
        "services depend on each other: b -> d -> c -> b",
        refusal("a", "b: a d", "c: b", "d: c", "e: d"));
    assertEquals("services depend on each other: a -> a", refusal("a: a"));
  }

  @Test
  void anUnknownNameIsShownWithThoseThatThereAre() {
    assertEquals(
        "service 'http' depends on 'bd', which is not in the host; did you mean 'db'? There are"
            + " [db, http]",
        refusal("http: bd", "db"));
  }

  @Test
  void aDuplicateNameIsShown() {
    assertEquals("two services are named 'a'", refusal("a", "b", "a"));
  }

  @Test
  void sequentialIsAChainInTheOrderOfRegistrationBehindDependencies() {
    ServiceGraph graph = graph("http: db", "metrics", "db");
    assertEquals(List.of(List.of(2), List.of(), List.of(1)), before(graph.start(false)));
    assertEquals(List.of(List.of(), List.of(2), List.of(0)), before(graph.stop(false)));
  }

  @Test
  void concurrentIsTheDependenciesAndTheStopTurnsThemRound() {
    ServiceGraph graph = graph("db", "cache: db", "http: db cache");
    assertEquals(List.of(List.of(), List.of(0), List.of(0, 1)), before(graph.start(true)));
    assertEquals(List.of(List.of(1, 2), List.of(2), List.of()), before(graph.stop(true)));
  }

  @Test
  void chainsCountThoseStillToStop() {
    ServiceGraph graph = graph("db", "cache: db", "http: cache", "alone");
    assertArrayEquals(new int[] {1, 2, 3, 1}, graph.chainsFrom(graph.stop(true), service -> true));
    assertArrayEquals(
        new int[] {1, 1, 2, 1}, graph.chainsFrom(graph.stop(true), service -> service != 1));
    assertArrayEquals(new int[] {1, 2, 3, 4}, graph.chainsFrom(graph.stop(false), service -> true));
  }
}
