package dev.innkeeper.runtime.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who waits for whom. Services are numbers here, in the order of registration.
 *
 * <p>Pure: no threads, no state. Sequential and concurrent are not two ways of going through a
 * graph but two graphs, a chain and the dependencies themselves; a stop is a start with the arrows
 * turned round.
 */
public final class ServiceGraph {

  private final List<List<Integer>> dependencies;

  /** All services, each behind its dependencies, otherwise in the order of registration. */
  private final List<Integer> order;

  /**
   * @throws IllegalArgumentException if a name is used twice or unknown, or if there is a cycle
   */
  public ServiceGraph(List<ServicePlan> services) {
    Map<String, Integer> numbers = numbersByName(services);
    dependencies = services.stream().map(service -> dependenciesOf(service, numbers)).toList();
    order = order(services.stream().map(ServicePlan::name).toList());
  }

  private static Map<String, Integer> numbersByName(List<ServicePlan> services) {
    Map<String, Integer> numbers = new HashMap<>();
    for (ServicePlan service : services) {
      if (numbers.putIfAbsent(service.name(), numbers.size()) != null) {
        throw new IllegalArgumentException("two services are named '" + service.name() + "'");
      }
    }
    return numbers;
  }

  private static List<Integer> dependenciesOf(ServicePlan service, Map<String, Integer> numbers) {
    List<Integer> found = new ArrayList<>();
    for (String name : service.dependsOn()) {
      Integer number = numbers.get(name);
      if (number == null) {
        throw new IllegalArgumentException(
            "service '"
                + service.name()
                + "' depends on '"
                + name
                + "', which is not in the host; there are "
                + numbers.keySet().stream().sorted().toList());
      }
      found.add(number);
    }
    return List.copyOf(found);
  }

  /** Kahn's algorithm; of those that are free, the one registered first. */
  private List<Integer> order(List<String> names) {
    List<List<Integer>> dependents = reversed(dependencies);
    int[] missing = dependencies.stream().mapToInt(List::size).toArray();
    PriorityQueue<Integer> free = new PriorityQueue<>();
    IntStream.range(0, missing.length).filter(s -> missing[s] == 0).forEach(free::add);
    List<Integer> found = new ArrayList<>();
    while (!free.isEmpty()) {
      int next = free.remove();
      found.add(next);
      for (int dependent : dependents.get(next)) {
        if (--missing[dependent] == 0) {
          free.add(dependent);
        }
      }
    }
    if (found.size() < missing.length) {
      throw new IllegalArgumentException("services depend on each other: " + cycle(names, missing));
    }
    return List.copyOf(found);
  }

  /** Among those left over, each has one left over before it: going back must meet itself. */
  private String cycle(List<String> names, int[] missing) {
    int start =
        IntStream.range(0, missing.length).filter(s -> missing[s] > 0).findFirst().orElse(0);
    Deque<Integer> path = new ArrayDeque<>();
    int at = start;
    while (!path.contains(at)) {
      path.addLast(at);
      at = dependencies.get(at).stream().filter(d -> missing[d] > 0).findFirst().orElse(at);
    }
    while (path.getFirst() != at) {
      path.removeFirst();
    }
    path.addLast(at);
    return path.stream().map(names::get).collect(Collectors.joining(" -> "));
  }

  /** Whom each service waits for before it starts. */
  public Arrows start(boolean concurrently) {
    return Arrows.of(concurrently ? dependencies : chain(order));
  }

  /** Whom each service waits for before it stops. */
  public Arrows stop(boolean concurrently) {
    if (concurrently) {
      return Arrows.of(reversed(dependencies));
    }
    List<Integer> backwards = new ArrayList<>(order);
    Collections.reverse(backwards);
    return Arrows.of(chain(backwards));
  }

  /**
   * For each service the number of those to be stopped on the longest chain from it on, itself
   * included; zero for one that is not to be stopped and has none behind it.
   *
   * @param toStop whether the service with this number has to be stopped
   */
  public int[] chainsFrom(Arrows stop, IntPredicate toStop) {
    int[] length = new int[order.size()];
    // A dependency stops after its dependents in either mode: the order of the start goes
    // backwards.
    for (int service : order) {
      int behind = 0;
      for (int next : stop.next.get(service)) {
        behind = Math.max(behind, length[next]);
      }
      length[service] = behind + (toStop.test(service) ? 1 : 0);
    }
    return length;
  }

  private static List<List<Integer>> chain(List<Integer> order) {
    List<List<Integer>> before = empty(order.size());
    for (int i = 1; i < order.size(); i++) {
      before.get(order.get(i)).add(order.get(i - 1));
    }
    return before;
  }

  private static List<List<Integer>> reversed(List<List<Integer>> arrows) {
    List<List<Integer>> reversed = empty(arrows.size());
    for (int from = 0; from < arrows.size(); from++) {
      for (int to : arrows.get(from)) {
        reversed.get(to).add(from);
      }
    }
    return reversed;
  }

  private static List<List<Integer>> empty(int size) {
    return IntStream.range(0, size).<List<Integer>>mapToObj(i -> new ArrayList<>()).toList();
  }

  /**
   * One direction's waits.
   *
   * @param before for each service those it waits for
   * @param next for each service those that wait for it
   */
  public record Arrows(List<List<Integer>> before, List<List<Integer>> next) {

    static Arrows of(List<List<Integer>> before) {
      return new Arrows(compact(before), compact(reversed(before)));
    }

    /** Most services of a large host have no arrows, and then one list will do for all. */
    private static List<List<Integer>> compact(List<List<Integer>> lists) {
      return lists.stream().map(List::copyOf).toList();
    }
  }
}
