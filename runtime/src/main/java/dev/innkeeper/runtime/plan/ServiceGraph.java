package dev.innkeeper.runtime.plan;

import dev.innkeeper.timer.message.KnownNames;
import dev.innkeeper.timer.message.Shown;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which service waits for which. Services are numbers here, in the order of registration.
 *
 * <p>Pure: no threads, no state. Sequential and concurrent are not two ways of going through a
 * graph but two graphs, a chain and the dependencies themselves; a stop is a start with the arrows
 * turned round.
 */
public final class ServiceGraph {

  /** For each service those that it depends on. */
  private final int[][] dependencies;

  /** All services, each behind its dependencies, otherwise in the order of registration. */
  private final int[] order;

  /**
   * @throws IllegalArgumentException if a name is used twice or unknown, or if there is a cycle
   */
  public ServiceGraph(List<ServicePlan> services) {
    Map<String, Integer> numbers = numbersByName(services);
    dependencies =
        services.stream().map(service -> dependenciesOf(service, numbers)).toArray(int[][]::new);
    order = order(services);
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

  private static int[] dependenciesOf(ServicePlan service, Map<String, Integer> numbers) {
    return service.dependsOn().stream()
        .mapToInt(name -> {
          Integer number = numbers.get(name);
          if (number == null) {
            throw new IllegalArgumentException(
                "service '"
                    + service.name()
                    + "' depends on '"
                    + Shown.text(name)
                    + "', which is not in the host; "
                    + KnownNames.insteadOf(name, numbers.keySet().stream().sorted().toList()));
          }
          return number;
        })
        .toArray();
  }

  /** Kahn's algorithm; of those that are free, the one registered first. */
  private int[] order(List<ServicePlan> services) {
    int[][] dependents = reversed(dependencies);
    int[] missing = Arrays.stream(dependencies).mapToInt(d -> d.length).toArray();
    PriorityQueue<Integer> free = new PriorityQueue<>();
    IntStream.range(0, missing.length).filter(s -> missing[s] == 0).forEach(free::add);
    int[] found = new int[missing.length];
    int size = 0;
    while (!free.isEmpty()) {
      int next = free.remove();
      found[size++] = next;
      for (int dependent : dependents[next]) {
        if (--missing[dependent] == 0) {
          free.add(dependent);
        }
      }
    }
    if (size < missing.length) {
      throw new IllegalArgumentException(
          "services depend on each other: " + cycle(services, missing));
    }
    return found;
  }

  /** Among those left over, each has one left over before it: going back must meet itself. */
  private String cycle(List<ServicePlan> services, int[] missing) {
    int at = IntStream.range(0, missing.length).filter(s -> missing[s] > 0).findFirst().orElse(0);
    Deque<Integer> path = new ArrayDeque<>();
    while (!path.contains(at)) {
      path.addLast(at);
      at = Arrays.stream(dependencies[at]).filter(d -> missing[d] > 0).findFirst().orElse(at);
    }
    while (path.getFirst() != at) {
      path.removeFirst();
    }
    path.addLast(at);
    return path.stream().map(s -> services.get(s).name()).collect(Collectors.joining(" -> "));
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
    int last = order.length - 1;
    return Arrows.of(chain(IntStream.rangeClosed(0, last).map(i -> order[last - i]).toArray()));
  }

  /**
   * For each service the number of those to be stopped on the longest chain from it on, itself
   * included; zero for one that is not to be stopped and has none behind it.
   *
   * @param toStop whether the service with this number has to be stopped
   */
  public int[] chainsFrom(Arrows stop, IntPredicate toStop) {
    int[] length = new int[order.length];
    // A dependency stops after its dependents in either mode: the order of the start goes
    // backwards.
    for (int service : order) {
      int behind = 0;
      for (int next : stop.next[service]) {
        behind = Math.max(behind, length[next]);
      }
      length[service] = behind + (toStop.test(service) ? 1 : 0);
    }
    return length;
  }

  private static int[][] chain(int[] order) {
    int[][] before = new int[order.length][];
    Arrays.fill(before, NOBODY);
    for (int i = 1; i < order.length; i++) {
      before[order[i]] = new int[] {order[i - 1]};
    }
    return before;
  }

  private static int[][] reversed(int[][] arrows) {
    int[] size = new int[arrows.length];
    for (int[] targets : arrows) {
      for (int to : targets) {
        size[to]++;
      }
    }
    int[][] reversed = new int[arrows.length][];
    Arrays.setAll(reversed, service -> size[service] == 0 ? NOBODY : new int[size[service]]);
    Arrays.fill(size, 0);
    for (int from = 0; from < arrows.length; from++) {
      for (int to : arrows[from]) {
        reversed[to][size[to]++] = from;
      }
    }
    return reversed;
  }

  /** Most services of a large host have no arrows, and then one array does for all. */
  private static final int[] NOBODY = {};

  /**
   * One direction's waits. The arrays are not to be written.
   *
   * @param before for each service those it waits for
   * @param next for each service those that wait for it
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // compared by nobody; a million arrows in boxes are dear
  public record Arrows(int[][] before, int[][] next) {

    static Arrows of(int[][] before) {
      return new Arrows(before, reversed(before));
    }
  }
}
