package dev.innkeeper.jmh.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Map<String, String> DEFAULTS =
      Map.of("periods", "1,10", "rounds", "3", "load", "false", "out", "");

  @Test
  void whatIsNotGivenHasItsDefault() {
    Options options = parse();
    assertEquals(List.of(1L, 10L), options.numbers("periods"));
    assertEquals(3, options.number("rounds"));
    assertFalse(options.flag("load"));
  }

  @Test
  void aFlagTakesNoValue() {
    Options options = parse("--load", "--periods", "5, 100");
    assertTrue(options.flag("load"));
    assertEquals(List.of(5L, 100L), options.numbers("periods"));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertRefused("not an option: --round;", "--round", "3");
    assertRefused("not an option: 3;", "3");
    assertRefused("--rounds needs a value", "--rounds");
    assertRefused("--out needs a value", "--out", "--load");
    assertRefused("--rounds takes whole numbers from 1, not 0", "--rounds", "0");
    assertRefused("--rounds takes whole numbers from 1, not x", "--rounds", "x");
  }

  @Test
  void whatIsGivenTwiceIsNotMeasuredTwice() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> parse("--periods", "1,5,1").numbers("periods"));
    assertEquals("--periods has something twice: 1,5,1", refusal.getMessage());
  }

  private static void assertRefused(String why, String... arguments) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> parse(arguments).number("rounds"));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(why), refusal.getMessage());
  }

  private static Options parse(String... arguments) {
    return Options.parse(arguments, DEFAULTS);
  }
}
