package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.HostSettings;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shop is told, as {@code --name=value}, or as {@code SHOP_NAME} in the environment.
 *
 * @param bind the address to listen on
 * @param port the port to listen on; zero: any that is free
 * @param hosts names, beside {@code localhost} and any number, by which browsers may ask for it
 * @param database a JDBC URL of H2 or PostgreSQL
 * @param smtp where mails are handed in; null: to a server in this process
 * @param mailFrom the sender of the mails
 * @param zone what days go by
 * @param page where the page is, and who may do what on it
 * @param host what begins with {@code host.}, such as {@code --host.drainDelay=5s}
 */
record ShopConfig(
    String bind,
    int port,
    List<String> hosts,
    String database,
    @Nullable SmtpServer smtp,
    String mailFrom,
    ZoneId zone,
    PageConfig page,
    HostSettings host) {

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("bind", "127.0.0.1"),
          Map.entry("port", "8080"),
          Map.entry("hosts", ""),
          Map.entry("database", Database.H2.formatted(temporary("innkeeper-shop"))),
          Map.entry("smtp-host", ""),
          Map.entry("smtp-port", "25"),
          Map.entry("smtp-user", ""),
          Map.entry("smtp-password", ""),
          Map.entry("smtp-starttls", "false"),
          Map.entry("mail-from", "shop@example.com"),
          Map.entry("zone", "UTC"),
          Map.entry("page-bind", "127.0.0.1"),
          Map.entry("page-port", "8081"),
          Map.entry("page-token", ""),
          Map.entry("page-hosts", ""));

  /**
   * Reads it; what stands in the arguments wins.
   *
   * @throws IllegalArgumentException if a name is unknown or a value is not allowed; the message is
   *     for the user
   */
  static ShopConfig of(List<String> arguments, Map<String, String> environment) {
    Settings settings = new Settings(arguments, environment, DEFAULTS);
    return new ShopConfig(
        settings.address("bind").getHostAddress(),
        settings.port("port"),
        settings.names("hosts"),
        settings.read("database", "a JDBC URL of H2 or PostgreSQL", ShopConfig::urlOrNull),
        smtp(settings),
        settings.read("mail-from", "a mail address", ShopConfig::addressOrNull),
        settings.read("zone", "a time zone such as Europe/Berlin", ShopConfig::zoneOrNull),
        PageConfig.of(settings),
        HostSettings.from(settings.host()));
  }

  private static @Nullable SmtpServer smtp(Settings settings) {
    String host = settings.textOrNull("smtp-host");
    if (host == null) {
      return null;
    }
    return new SmtpServer(
        host,
        settings.port("smtp-port"),
        settings.textOrNull("smtp-user"),
        settings.textOrNull("smtp-password"),
        settings.flag("smtp-starttls"));
  }

  private static @Nullable String urlOrNull(String text) {
    return text.startsWith("jdbc:h2:") || text.startsWith("jdbc:postgresql:") ? text : null;
  }

  private static @Nullable String addressOrNull(String text) {
    return MailAddress.isSender(text) ? text : null;
  }

  private static @Nullable ZoneId zoneOrNull(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Path temporary(String name) {
    return Path.of(System.getProperty("java.io.tmpdir"), name).toAbsolutePath();
  }
}
