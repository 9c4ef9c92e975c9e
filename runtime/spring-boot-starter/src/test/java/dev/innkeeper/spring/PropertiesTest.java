package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.HostSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The properties are the same in the code, in the metadata, in a host's settings, and in the page.
 */
class PropertiesTest {

  private static final Path PAGE = Path.of("../../docs/spring-boot.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(innkeeper\\.[^`]+)` \\|");
  private static final Set<String> OF_THE_STARTER =
      Set.of("enabled", "name", "phase", "exitWhenStopped");

  /** Spring stops the host, so there is nothing to warn of. */
  private static final String LEFT_OUT = "warnIfForgotten";

  private static Set<String> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ofHost() {
    Set<String> all = components(InnkeeperProperties.class);
    all.remove("services");
    return all;
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> metadata() throws IOException {
    try (InputStream file =
        InnkeeperProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      String json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return (List<Map<String, Object>>)
          (List<?>)
              (List<Object>) JsonParserFactory.getJsonParser().parseMap(json).get("properties");
    }
  }

  @Test
  void theMetadataHasEachPropertyWithADescription() throws IOException {
    Set<String> expected =
        components(InnkeeperProperties.class).stream()
            .map(name -> "innkeeper." + kebab(name))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>();
    for (Map<String, Object> property : metadata()) {
      String name = (String) property.get("name");
      if (name.startsWith("innkeeper.") && property.containsKey("description")) {
        found.add(name);
      }
    }
    assertEquals(expected, found);
  }

  @Test
  void thePageHasARowForEachProperty() throws IOException {
    Set<String> expected = new TreeSet<>();
    ofHost().forEach(name -> expected.add("innkeeper." + kebab(name)));
    components(InnkeeperProperties.Service.class)
        .forEach(name -> expected.add("innkeeper.services.NAME." + kebab(name)));
    Set<String> found = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      found.add(rows.group(1));
    }
    assertEquals(expected, found);
  }

  /** Which keys there are is in the message about one that is not. */
  @Test
  void theKeysOfAHostsSettingsAreProperties() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(Map.of("qqqqqq", "1")))
            .getMessage();
    String keys = message.substring(message.indexOf("there are ") + "there are ".length());
    String[] parts = keys.split(", and services\\.NAME\\. with ", -1);
    Set<String> ofHost = new TreeSet<>(List.of(parts[0].split(", ", -1)));
    ofHost.remove(LEFT_OUT);
    Set<String> expected = new HashSet<>(ofHost());
    expected.removeAll(OF_THE_STARTER);
    assertEquals(new TreeSet<>(expected), ofHost);
    assertEquals(
        components(InnkeeperProperties.Service.class),
        new TreeSet<>(List.of(parts[1].split(", ", -1))));
  }
}
