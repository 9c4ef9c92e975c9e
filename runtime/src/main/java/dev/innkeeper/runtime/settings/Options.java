package dev.innkeeper.runtime.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which option of a {@code B} each key of a group stands for: how it is set, and what was chosen.
 * Filled once, and not changed from then on.
 */
public final class Options<B> {

  /** Told what a configuration has set that was chosen in another way. */
  public interface Overruling {

    void overruled(String key, Object chosen, Object configured);
  }

  /**
   * One option.
   *
   * @param applies whether there is something to set
   * @param chosen null: nothing
   * @param setter null: it is set together with others
   */
  private record Option<B, T>(
      Key<T> key,
      Predicate<B> applies,
      Function<B, @Nullable T> chosen,
      @Nullable BiConsumer<B, T> setter) {

    void set(B target, Values values) {
      Setting<T> setting = values.setting(key);
      if (setting == null || setter == null) {
        return;
      }
      try {
        setter.accept(target, setting.value());
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw setting.given().refused(e);
      }
    }

    /** As it is shown; null: nothing was chosen, or what is the default. */
    @Nullable String shown(B target) {
      T value = applies.test(target) ? chosen.apply(target) : null;
      String text = value == null ? null : key.type().writer().apply(value);
      return text == null || text.equals(key.defaultValue()) ? null : text;
    }

    String defaultValue() {
      String value = key.defaultValue();
      return value == null ? "none" : value;
    }

    void describe(B target, Values values, List<String> lines) {
      Setting<T> setting = values.setting(key);
      String shown = shown(target);
      if (setting != null) {
        lines.add(setting.described());
      } else if (shown != null) {
        lines.add(Description.line(key.of(values.name()), shown, "code"));
      } else if (applies.test(target)) {
        lines.add(Description.line(key.of(values.name()), defaultValue(), "default"));
      }
    }
  }

  private final List<Option<B, ?>> options = new ArrayList<>();

  /** An option of its own. */
  public <T> Options<B> add(Key<T> key, Function<B, @Nullable T> chosen, BiConsumer<B, T> setter) {
    options.add(new Option<>(key, target -> true, chosen, setter));
    return this;
  }

  /** One that is set together with others, by who uses this, and is not always there. */
  public <T> Options<B> together(
      Key<T> key, Predicate<B> applies, Function<B, @Nullable T> chosen) {
    options.add(new Option<>(key, applies, chosen, null));
    return this;
  }

  /**
   * Sets what the configuration has.
   *
   * @param together sets what is not set on its own
   * @throws IllegalArgumentException if a value is refused
   */
  public void set(B target, Values values, BiConsumer<B, Values> together, Overruling overruling) {
    if (values.isEmpty()) {
      return;
    }
    Map<Option<B, ?>, String> before = new LinkedHashMap<>();
    for (Option<B, ?> option : options) {
      String shown = option.shown(target);
      if (shown != null) {
        before.put(option, shown);
      }
    }
    options.forEach(option -> option.set(target, values));
    together.accept(target, values);
    before.forEach((option, chosen) -> {
      String shown = option.shown(target);
      String now = shown == null ? option.defaultValue() : shown;
      if (!now.equals(chosen) && option.applies.test(target)) {
        overruling.overruled(values.written(option.key), chosen, now);
      }
    });
  }

  /** The keys, in the order in which they were added. */
  public List<Key<?>> keys() {
    return options.stream().<Key<?>>map(Option::key).toList();
  }

  /** All of them, with where each value comes from. */
  public void describe(B target, Values values, List<String> lines) {
    options.forEach(option -> option.describe(target, values, lines));
  }
}
