package dev.innkeeper.runtime.settings;

import dev.innkeeper.runtime.settings.Options.Overruling;
import java.util.List;

/**
 * What a configuration can change in a queue, a job or a scheduler, when its host is built: see
 * {@link Adjustables}.
 */
public interface Adjustable {

  Group group();

  /**
   * Makes another plan of what the code has chosen and the configuration has, which changes nothing
   * yet.
   *
   * @throws IllegalArgumentException if a value is refused
   */
  Adjusted adjusted(Values values, Overruling overruling);

  /** The plan. */
  interface Adjusted {

    /** Puts it in force from the next start on; {@code paused} takes effect at once. */
    void commit();

    /** All its options, one a line, with where each value comes from. */
    void describe(List<String> lines);
  }
}
