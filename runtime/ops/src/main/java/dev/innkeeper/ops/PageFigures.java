package dev.innkeeper.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The figures that the user has added: asked by one thread, shown by any. */
final class PageFigures {

  private static final int LONGEST = 100;

  private final Map<String, Supplier<?>> figures;

  /** The last values, ready to be shown. Immutable. */
  private volatile List<PageJson> values;

  PageFigures(Map<String, Supplier<?>> figures) {
    this.figures = figures;
    this.values = figures.keySet().stream().map(label -> figure(label, "…")).toList();
  }

  boolean areThere() {
    return !figures.isEmpty();
  }

  List<PageJson> values() {
    return values;
  }

  /** Asks for each. It takes as long as they take. */
  void ask() {
    List<PageJson> asked = new ArrayList<>();
    figures.forEach((label, value) -> asked.add(figure(label, valueOf(value))));
    values = List.copyOf(asked);
  }

  /** What it throws is not for everybody, but that it does is. */
  private static String valueOf(Supplier<?> value) {
    try {
      return PageText.shortened(String.valueOf(value.get()), LONGEST);
    } catch (Throwable e) { // or no figure would be read any more; Kotlin throws checked ones, too
      return "unknown: " + e.getClass().getSimpleName();
    }
  }

  private static PageJson figure(String label, String value) {
    return new PageJson().with("label", label).with("value", value);
  }
}
