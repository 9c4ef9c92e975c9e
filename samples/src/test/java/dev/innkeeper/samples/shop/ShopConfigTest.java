package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "--prot=80           | there is no --prot; there are --bind, --database, --hosts,"
            + " --mail-from, --page-bind, --page-hosts, --page-port, --page-token, --port",
        "--port=80a          | --port must be a number from 0 to 65535, not '80a'",
        "--port=65536        | --port must be a number from 0 to 65535, not '65536'",
        "--bind=             | --bind must be an address of this machine, not ''",
        "--bind=a b          | --bind must be an address of this machine, not 'a b'",
        "--database=mysql:x  | --database must be a JDBC URL of H2 or PostgreSQL, not 'mysql:x'",
        "--page-port=80a     | --page-port must be a number from 0 to 65535, not '80a'",
        "--page-bind=a b     | --page-bind must be an address of this machine, not 'a b'",
        "--page-bind=0.0.0.0 | --page-…: 0.0.0.0 can be reached from other machines",
        "--page-hosts=http:x | --page-…: 'http:x' is not a host name",
        "--mail-from=shop    | --mail-from must be a mail address, not 'shop'",
        "--mail-from=a:b@c;  | --mail-from must be a mail address, not 'a:b@c;'",
        "--mail-from=a@b,c@d | --mail-from must be a mail address, not 'a@b,c@d'",
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
  void theSenderMayHaveAName() {
    String sender = "The shop <shop@example.com>";
    assertEquals(sender, ShopConfig.of(List.of("--mail-from=" + sender), Map.of()).mailFrom());
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

  @Test
  void withoutAWordThePageIsOnLoopbackAndMakesItsToken() {
    assertEquals(
        new PageConfig("127.0.0.1", 8081, null, List.of()),
        ShopConfig.of(List.of(), Map.of()).page());
  }

  @Test
  void withATokenThePageMayBeBeyondLoopback() {
    PageConfig page =
        ShopConfig.of(
                List.of("--page-bind=0.0.0.0", "--page-hosts=Shop.example.com, shop"),
                Map.of("SHOP_PAGE_TOKEN", "0123456789abcdef"))
            .page();
    assertEquals(
        new PageConfig("0.0.0.0", 8081, "0123456789abcdef", List.of("shop.example.com", "shop")),
        page);
    assertFalse(page.toString().contains("0123456789abcdef"), page::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcde", "0123456789 abcdef", "0123456789abcdef#"})
  void aTokenThatIsNoGoodIsRefusedAndNotShown(String token) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> ShopConfig.of(List.of("--page-token=" + token), Map.of()));
    assertTrue(
        refusal.getMessage().startsWith("--page-…: the token has " + token.length()),
        refusal::getMessage);
    assertFalse(refusal.getMessage().contains(token), refusal::getMessage);
  }
}
