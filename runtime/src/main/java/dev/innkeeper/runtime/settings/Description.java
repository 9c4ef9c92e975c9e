package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.Shown;

/** How settings are shown to people. */
final class Description {

  private Description() {}

  static String line(String key, String value, String origin) {
    return Shown.text(key) + " = " + Shown.text(value) + " (" + origin + ")";
  }
}
