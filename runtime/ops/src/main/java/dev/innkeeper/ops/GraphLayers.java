package dev.innkeeper.ops;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as it is drawn, after Sugiyama: in layers, each of which depends only on those before it,
 * with a place for each line in each layer that it passes.
 *
 * @param layers the names of nodes, and the names of such places, in an order in which lines cross
 *     little; nodes without any line are in none
 * @param lines each from the node that is needed, through places, to the one that needs it
 */
record GraphLayers(List<List<String>> layers, List<List<String>> lines) {

  /** Back and forth, until it hardly gets any better. */
  private static final int SWEEPS = 8;

  /** No name of a service has a control character in it. */
  static boolean isPlace(String name) {
    return name.startsWith("\n");
  }

  /** Without cycles. */
  static GraphLayers of(Map<String, List<String>> needs) {
    Map<String, Integer> depths = new LinkedHashMap<>();
    needs.keySet().forEach(node -> depthOf(node, needs, depths));
    List<List<String>> lines = new ArrayList<>();
    needs.forEach((node, needed) ->
        needed.forEach(other -> lines.add(line(other, node, depths, lines.size()))));
    List<List<String>> layers = new ArrayList<>();
    needs.keySet().stream()
        .filter(node -> lines.stream().anyMatch(line -> line.contains(node)))
        .forEach(node -> layer(depths.getOrDefault(node, 0), layers).add(node));
    for (List<String> line : lines) {
      int first = depths.getOrDefault(line.getFirst(), 0);
      for (int i = 1; i < line.size() - 1; i++) {
        layer(first + i, layers).add(line.get(i));
      }
    }
    return new GraphLayers(ordered(layers, lines), List.copyOf(lines));
  }

  private static int depthOf(
      String node, Map<String, List<String>> needs, Map<String, Integer> depths) {
    Integer known = depths.get(node);
    if (known != null) {
      return known;
    }
    int depth = 0;
    for (String needed : needs.getOrDefault(node, List.of())) {
      depth = Math.max(depth, depthOf(needed, needs, depths) + 1);
    }
    depths.put(node, depth);
    return depth;
  }

  private static List<String> line(
      String from, String to, Map<String, Integer> depths, int number) {
    List<String> line = new ArrayList<>();
    line.add(from);
    int first = depths.getOrDefault(from, 0) + 1;
    for (int depth = first; depth < depths.getOrDefault(to, 0); depth++) {
      line.add("\n" + number + "." + depth);
    }
    line.add(to);
    return line;
  }

  private static List<String> layer(int depth, List<List<String>> layers) {
    while (layers.size() <= depth) {
      layers.add(new ArrayList<>());
    }
    return layers.get(depth);
  }

  /** Each moves to the middle of its neighbours in the layer before, then in the one after. */
  private static List<List<String>> ordered(List<List<String>> layers, List<List<String>> lines) {
    Map<String, List<String>> before = new HashMap<>();
    Map<String, List<String>> after = new HashMap<>();
    for (List<String> line : lines) {
      for (int i = 1; i < line.size(); i++) {
        before.computeIfAbsent(line.get(i), name -> new ArrayList<>()).add(line.get(i - 1));
        after.computeIfAbsent(line.get(i - 1), name -> new ArrayList<>()).add(line.get(i));
      }
    }
    Map<String, Double> places = new HashMap<>();
    layers.forEach(layer -> place(layer, places));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean isForward = sweep % 2 == 0;
      Map<String, List<String>> neighbours = isForward ? before : after;
      for (List<String> layer : isForward ? layers : layers.reversed()) {
        Map<String, Double> middles = new HashMap<>();
        layer.forEach(name ->
            middles.put(name, middle(name, neighbours.getOrDefault(name, List.of()), places)));
        layer.sort(Comparator.comparing(middles::get));
        place(layer, places);
      }
    }
    return layers.stream().map(List::copyOf).toList();
  }

  /** Between 0 and 1, so that layers of different sizes compare. */
  private static void place(List<String> layer, Map<String, Double> places) {
    for (int i = 0; i < layer.size(); i++) {
      places.put(layer.get(i), (i + 0.5) / layer.size());
    }
  }

  private static double middle(String name, List<String> neighbours, Map<String, Double> places) {
    return neighbours.stream()
        .mapToDouble(neighbour -> places.getOrDefault(neighbour, 0.5))
        .average()
        .orElse(places.getOrDefault(name, 0.5));
  }
}
