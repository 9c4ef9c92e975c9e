package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.scope.TaskScope;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names reach log lines, thread names and reports: what cannot be shown as it is, is refused. */
class NamesTest {

  private static final Map<String, Consumer<String>> NAMED =
      Map.of(
          "host", name -> Host.builder(name),
          "service", name -> Host.builder("h").background(name, context -> {}),
          "scope", name -> TaskScope.open(name).close());

  static Stream<Arguments> odd() {
    Map<String, String> characters =
        Map.of(
            "\n", "U+000A",
            "\r", "U+000D",
            "\u001B", "U+001B",
            "\u0000", "U+0000",
            "\u0085", "U+0085",
            "\u2028", "U+2028",
            "\u202E", "U+202E",
            "\u2066", "U+2066",
            "\uD800", "U+D800");
    return NAMED.keySet().stream()
        .flatMap(what ->
            characters.entrySet().stream()
                .map(odd -> Arguments.of(what, odd.getKey(), odd.getValue())));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void aControlCharacterIsRefusedByNameAndPosition(String what, String odd, String shown) {
    Consumer<String> named = NAMED.get(what);
    String message =
        assertThrows(IllegalArgumentException.class, () -> named.accept("ab" + odd + "cd"))
            .getMessage();
    assertEquals(
        "the name of a "
            + what
            + " has the control character "
            + shown
            + " at position 2: 'ab\\u"
            + shown.substring(2)
            + "cd'",
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aNameOfNothingIsRefused(String name) {
    for (Consumer<String> named : NAMED.values()) {
      assertThrows(IllegalArgumentException.class, () -> named.accept(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"orders", "Bestellungen für Köln", "注文", "می‌روم", "👩‍🔧 repairs", "a/b c"})
  void whatCanBeShownIsANameInAnyLanguage(String name) {
    for (Consumer<String> named : NAMED.values()) {
      named.accept(name);
    }
  }

  @Test
  void nullIsNamed() {
    List<String> messages =
        Stream.of("host", "service", "scope")
            .map(NAMED::get)
            .map(named -> assertThrows(NullPointerException.class, () -> named.accept(null)))
            .map(Throwable::getMessage)
            .toList();
    assertEquals(
        List.of("the name of a host", "the name of a service", "the name of a scope"), messages);
  }
}
