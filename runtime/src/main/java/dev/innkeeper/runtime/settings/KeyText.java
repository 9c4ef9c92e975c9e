package dev.innkeeper.runtime.settings;

import dev.innkeeper.timer.message.KnownNames;
import dev.innkeeper.timer.message.Shown;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a key, taken apart.
 *
 * @param name of what it is for, exactly as it is written; empty: the host
 */
record KeyText(Key<?> key, String name) {

  private static final List<String> PREFIXES =
      Arrays.stream(Group.values()).filter(g -> g != Group.HOST).map(Group::prefix).toList();

  Setting<?> setting(Given given) {
    return Setting.of(key, name, given);
  }

  /**
   * Takes a key apart, without its first {@code skipped} characters.
   *
   * @throws IllegalArgumentException if it is unknown
   */
  static KeyText of(String written, int skipped, String value) {
    String text = written.substring(skipped);
    KeyText found = find(text);
    if (found == null) {
      throw unknown(written.substring(0, skipped), text, value);
    }
    return found;
  }

  private static @Nullable KeyText find(String text) {
    Key<?> ofHost = Keys.find(Group.HOST, text);
    if (ofHost != null) {
      return new KeyText(ofHost, "");
    }
    Group group = group(text);
    return group == null ? null : find(group, text.substring(text.indexOf('.') + 1));
  }

  /** Null: it begins with none. */
  private static @Nullable Group group(String text) {
    int dot = text.indexOf('.');
    String first = Spelling.plain(dot < 0 ? "" : text.substring(0, dot));
    return Arrays.stream(Group.values())
        .filter(group -> group != Group.HOST && group.prefix().equals(first))
        .findFirst()
        .orElse(null);
  }

  /** A name may have dots, and so may an option: the longest option that there is. */
  private static @Nullable KeyText find(Group group, String nameAndOption) {
    int dot = nameAndOption.indexOf('.', 1);
    while (dot > 0) {
      Key<?> key = Keys.find(group, nameAndOption.substring(dot + 1));
      if (key != null) {
        return new KeyText(key, nameAndOption.substring(0, dot));
      }
      dot = nameAndOption.indexOf('.', dot + 1);
    }
    return null;
  }

  // ---- what was meant

  private static IllegalArgumentException unknown(String prefix, String text, String value) {
    List<String> meant = meantBy(text).limit(2).map(prefix::concat).toList();
    return new IllegalArgumentException(
        "unknown key '"
            + Shown.text(prefix + text)
            + "' with value '"
            + Shown.text(value)
            + "'; "
            + (meant.isEmpty() ? known(group(text)) : KnownNames.didYouMean(meant)));
  }

  private static String known(@Nullable Group group) {
    return group == null
        ? "there are "
            + String.join(", ", Keys.options(Group.HOST))
            + PREFIXES.stream()
                .map(each -> each + ".NAME.*")
                .collect(Collectors.joining(", ", ", and ", ""))
        : "a " + group.noun() + " has " + String.join(", ", Keys.options(group));
  }

  /** A key of the host, or one of a service, whose name is kept if there is one. */
  private static Stream<String> meantBy(String text) {
    int firstDot = text.indexOf('.');
    if (firstDot < 0) {
      List<String> ofHost = KnownNames.closest(text, Keys.options(Group.HOST));
      return ofHost.isEmpty() ? inAnyGroup("NAME", text) : ofHost.stream();
    }
    List<String> groups = KnownNames.closest(text.substring(0, firstDot), PREFIXES);
    if (groups.isEmpty()) {
      return Stream.empty();
    }
    String rest = text.substring(firstDot + 1);
    List<String> inThese =
        Arrays.stream(Group.values())
            .filter(group -> groups.contains(group.prefix()))
            .flatMap(group -> splits(rest, (name, option) -> closest(group, name, option)))
            .toList();
    return inThese.isEmpty() ? splits(rest, KeyText::inAnyGroup) : inThese.stream();
  }

  private interface Split {
    Stream<String> meant(String name, String option);
  }

  /** At each dot, from the first on. */
  private static Stream<String> splits(String nameAndOption, Split split) {
    Stream<String> meant = Stream.empty();
    int dot = nameAndOption.indexOf('.', 1);
    while (dot > 0) {
      meant =
          Stream.concat(
              meant,
              split.meant(nameAndOption.substring(0, dot), nameAndOption.substring(dot + 1)));
      dot = nameAndOption.indexOf('.', dot + 1);
    }
    return meant;
  }

  private static Stream<String> inAnyGroup(String name, String option) {
    return Arrays.stream(Group.values())
        .filter(group -> group != Group.HOST)
        .flatMap(group -> closest(group, name, option));
  }

  private static Stream<String> closest(Group group, String name, String option) {
    return KnownNames.closest(option, Keys.options(group)).stream()
        .map(each -> group.key(Shown.text(name), each));
  }
}
