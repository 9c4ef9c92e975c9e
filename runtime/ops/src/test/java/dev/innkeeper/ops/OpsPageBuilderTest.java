package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page is not made with. */
class OpsPageBuilderTest {

  private static String refusal(OpsPageBuilder page) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, page::build).getMessage());
  }

  @Test
  void beyondLoopbackItNeedsAToken() {
    assertEquals(
        "0.0.0.0 can be reached from other machines: an operations page there needs a token of at"
            + " least 16 characters, or must listen on 127.0.0.1",
        refusal(OpsPage.on("0.0.0.0", 8081)));
    OpsPage.on("0.0.0.0", 8081).token("0123456789abcdef").build();
    OpsPage.on("::1", 8081).token(null).build();
  }

  @Test
  void whatIsMountedNeedsAToken() {
    assertEquals("an operations page that is mounted needs a token", refusal(OpsPage.mounted()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789abcde",
        "0123456789 abcdef",
        "0123456789abcdef\n",
        "ÄÖÜäöüßÄÖÜäöüßÄÖÜ"
      })
  void aTokenIsLongAndStandsInAHeaderAsItIs(String token) {
    String message = refusal(OpsPage.on("127.0.0.1", 8081).token(token));
    assertEquals(
        "the token has "
            + token.length()
            + " characters: it needs at least 16, of A-Z a-z 0-9 . _ ~ -",
        message);
    assertTrue(token.isEmpty() || !message.contains(token), message);
  }

  @Test
  void anAddressAPortAndANameAreWhatTheySay() {
    assertEquals(
        "the operations page cannot listen on 'no such host': no such address",
        refusal(OpsPage.on("no such host", 8081)));
    assertEquals(
        "the port must be from 0 to 65535: 65536", refusal(OpsPage.on("127.0.0.1", 65536)));
    assertEquals(
        "'https://ops.example.com' is not a host name; write it without scheme, port and path",
        refusal(OpsPage.on("127.0.0.1", 8081).names("https://ops.example.com")));
    assertEquals(
        "'ops.example.com:80' is not a host name; write it without scheme, port and path",
        refusal(OpsPage.on("127.0.0.1", 8081).names("ops.example.com:80")));
  }

  @Test
  void aFigureHasALabelOfItsOwn() {
    OpsPageBuilder page = OpsPage.on("127.0.0.1", 8081).figure("Orders", () -> 1);
    assertThrows(IllegalArgumentException.class, () -> page.figure(" ", () -> 1));
    assertThrows(IllegalArgumentException.class, () -> page.figure("Orders", () -> 1));
  }

  @Test
  void whatIsLoggedOfAPageHasNoToken() {
    PageConfig config =
        new PageConfig(
            null, 1, "0123456789abcdef", false, java.util.Set.of(), false, java.time.Duration.ZERO);
    assertFalse(config.toString().contains("0123456789abcdef"));
  }
}
