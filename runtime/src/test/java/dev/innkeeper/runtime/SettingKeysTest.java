package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.settings.Group;
import dev.innkeeper.runtime.settings.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of all keys, which others go by, and the table of the page on configuration. */
class SettingKeysTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  private static final Map<Class<?>, String> TYPES =
      Map.of(
          Duration.class, "duration",
          Integer.class, "whole number",
          Long.class, "whole number",
          String.class, "text",
          ZoneId.class, "time zone");

  @Test
  void eachIsInTheTableOfThePageAndNoOther() throws IOException {
    List<String> rows = HostSettings.keys().stream().map(SettingKeysTest::row).toList();
    assertEquals(
        String.join("\n", rows),
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `") && line.endsWith(". |"))
            .collect(Collectors.joining("\n")));
  }

  private static String row(SettingKey key) {
    String values =
        key.values().isEmpty()
            ? TYPES.get(key.type())
            : key.values().stream().map(v -> "`" + v + "`").collect(Collectors.joining(", "));
    String otherwise = key.defaultValue().map(value -> "`" + value + "`").orElse("");
    return "| `%s` | %s | %s | %s |"
        .formatted(key.name(), values, otherwise, key.description())
        .replace("|  |", "| |");
  }

  @Test
  void eachStandsForAnOption() {
    assertEquals(Set.copyOf(Keys.of(Group.HOST)), Set.copyOf(HostChoices.OPTIONS.keys()));
    assertEquals(Set.copyOf(Keys.of(Group.SERVICES)), Set.copyOf(ServiceChoices.OPTIONS.keys()));
  }

  @Test
  void eachIsReadInItsOwnSpellingWithItsOwnDefaultAndValues() {
    for (SettingKey key : HostSettings.keys()) {
      key.defaultValue().ifPresent(value -> HostSettings.from(Map.of(key.name(), value)));
      key.values().forEach(value -> HostSettings.from(Map.of(key.name(), value)));
    }
  }

  @Test
  void noTwoCanBeTakenForEachOther() {
    for (Group group : Group.values()) {
      List<String> plain =
          Keys.of(group).stream().map(key -> "." + key.option().toLowerCase(Locale.ROOT)).toList();
      for (String one : plain) {
        assertEquals(
            List.of(one),
            plain.stream().filter(other -> other.endsWith(one)).toList(),
            group.name());
      }
    }
  }

  @Test
  void eachIsDescribedInASentence() {
    for (SettingKey key : HostSettings.keys()) {
      String text = key.description();
      assertTrue(text.matches("[A-Z].*\\.") && !text.contains("|"), text);
    }
  }
}
