package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;

/**
 * An entry of a configuration.
 *
 * @param written its key, or its variable, as it stands there
 * @param source where that is
 */
public record Given(String written, String text, String source) {

  IllegalArgumentException refused(Exception because) {
    return new IllegalArgumentException(
        Shown.text(written) + " is '" + Shown.text(text) + "': " + because.getMessage(), because);
  }
}
