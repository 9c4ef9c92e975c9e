package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shop is told. */
class ShopConfigTest {

  @Test
  void withoutAWordItListensOnLoopbackAndNeedsNothing() {
    ShopConfig config = ShopConfig.of(List.of(), Map.of());
    assertEquals("127.0.0.1", config.bind());
    assertEquals(8080, config.port());
    assertTrue(config.database().startsWith("jdbc:h2:async:"), config::database);
    assertNull(config.smtp());
  }

  @Test
  void argumentsWinOverTheEnvironmentWhichWinsOverDefaults() {
    ShopConfig config =
        ShopConfig.of(
            List.of("--port=0", "--smtp-host=mail.example.com"),
            Map.of("SHOP_PORT", "81", "SHOP_SMTP_PORT", "587", "SHOP_ZONE", "Europe/Berlin"));
    assertEquals(0, config.port());
    assertEquals(new SmtpServer("mail.example.com", 587, null, null, false), config.smtp());
    assertEquals(ZoneId.of("Europe/Berlin"), config.zone());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "port=80             | 'port=80' is not of the form --name=value",
        "--port              | '--port' is not of the form --name=value",
        "--prot=80           | there is no --prot; there are --bind, --database, --mail-from,"
            + " --port",
        "--port=80a          | --port must be a number from 0 to 65535, not '80a'",
        "--port=65536        | --port must be a number from 0 to 65535, not '65536'",
        "--bind=             | --bind must be something, not ''",
        "--database=mysql:x  | --database must be a JDBC URL of H2 or PostgreSQL, not 'mysql:x'",
        "--mail-from=shop    | --mail-from must be a mail address, not 'shop'",
        "--zone=Mars         | --zone must be a time zone such as Europe/Berlin, not 'Mars'",
        "--host.drainDelay=x | drainDelay is 'x'",
        "--host.drained=5s   | drained"
      })
  void whatIsNotAllowedIsNamedWithItsValue(String argument, String message) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> ShopConfig.of(List.of(argument), Map.of()));
    assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
  }

  @Test
  void aVariableIsCalledByItsName() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> ShopConfig.of(List.of(), Map.of("SHOP_PORT", "http")));
    assertEquals("SHOP_PORT must be a number from 0 to 65535, not 'http'", refusal.getMessage());
  }

  @Test
  void aPasswordIsNotShown() {
    SmtpServer server = new SmtpServer("mail.example.com", 587, "shop", "secret", true);
    assertEquals("mail.example.com:587", server.toString());
  }
}
