package dev.innkeeper.runtime.settings;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the build of a host gets at the plan of a queue, a job or a scheduler. These are types that
 * users see, and users are not to change a plan; so each of them hands in, when it is loaded, what
 * opens its instances.
 */
public final class Adjustables {

  private static final Map<Class<?>, Function<Object, Adjustable>> BY_TYPE =
      new ConcurrentHashMap<>();

  private Adjustables() {}

  /** {@code type} is final. */
  public static <T> void open(Class<T> type, Function<T, Adjustable> opener) {
    BY_TYPE.put(type, instance -> opener.apply(type.cast(instance)));
  }

  /** Null: there is nothing to adjust. */
  public static @Nullable Adjustable of(@Nullable Object service) {
    Function<Object, Adjustable> opener = service == null ? null : BY_TYPE.get(service.getClass());
    return opener == null ? null : opener.apply(service);
  }
}
