package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.HostSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** Spring stops the host, so there is nothing to warn of. */
  private static final String LEFT_OUT = "warnIfForgotten";

  private static Set<String> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those of a record, and of the records and maps of records in it, as settings have them. */
  private static Set<String> keys(Class<?> type, String prefix) {
    Set<String> keys = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + component.getName();
      if (component.getType().isRecord()) {
        keys.addAll(keys(component.getType(), key + "."));
      } else if (component.getGenericType() instanceof ParameterizedType map) {
        keys.addAll(keys((Class<?>) map.getActualTypeArguments()[1], key + ".NAME."));
      } else {
        keys.add(key);
      }
    }
    return keys;
  }

  private static Set<String> ofHost() {
    return keys(InnkeeperProperties.class, "").stream()
        .filter(key -> !key.contains("."))
        .collect(Collectors.toCollection(TreeSet::new));
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

  /** Those of services are in the tables of docs/configuration.md, which the runtime holds. */
  @Test
  void thePageHasARowForEachPropertyOfTheHost() throws IOException {
    Set<String> expected = new TreeSet<>();
    ofHost().forEach(name -> expected.add("innkeeper." + kebab(name)));
    Set<String> found = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      found.add(rows.group(1));
    }
    assertEquals(expected, found);
  }

  @Test
  void theKeysOfAHostsSettingsAreProperties() {
    Set<String> expected = new TreeSet<>(Keys.OWN);
    HostSettings.keys().forEach(key -> expected.add(key.name()));
    expected.remove(LEFT_OUT);
    assertEquals(expected, keys(InnkeeperProperties.class, ""));
  }
}
