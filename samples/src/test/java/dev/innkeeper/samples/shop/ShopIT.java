package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.Await;
import dev.innkeeper.samples.Program;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop in a process of its own, with customers, and a mail server outside of it. No order that
 * a customer was told of is without its mail, whatever happens.
 */
class ShopIT {

  private static final Duration DEADLINE = Duration.ofSeconds(25);

  /** Answers before and after what happens, so that it happens in the middle. */
  private static final int MANY = 200;

  @TempDir Path folder;

  private Postbox postbox;
  private int port;

  @BeforeEach
  void open() throws IOException {
    postbox = new Postbox();
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    postbox.close();
  }

  @Test
  void sigtermUnderLoadDrainsAndEndsInTime() throws Exception {
    String database = h2();
    Customers customers = new Customers(port);
    try (Program shop = started(database)) {
      awaitAccepted(customers, MANY);
      int exit = shop.terminate(DEADLINE);
      customers.close();

      assertEquals(143, exit, shop::toString);
      assertNoOtherErrorThan503(customers, shop);
      assertEquals(0, lines(shop, "ERROR") + lines(shop, "WARN"), shop::toString);
      shop.await("shop stopped in");
    } finally {
      customers.close();
    }
    try (Program next = started(database)) {
      awaitEveryMail(customers, next);
    }
  }

  @Test
  void aKilledShopHasLostNothingWhenItIsStartedAgain() throws Exception {
    String database = h2();
    Customers customers = new Customers(port);
    try {
      try (Program shop = started(database)) {
        awaitAccepted(customers, MANY);
        shop.kill();
      }
      int before = customers.accepted().size();
      try (Program shop = started(database)) {
        awaitAccepted(customers, before + MANY);
        customers.close();
        awaitEveryMail(customers, shop);
        assertEquals(143, shop.terminate(DEADLINE), shop::toString);
        assertNoOtherErrorThan503(customers, shop);
      }
    } finally {
      customers.close();
    }
  }

  @Test
  void mailsWaitForAMailServerThatIsGone() throws Exception {
    Customers customers = new Customers(port);
    try (Program shop = started(h2())) {
      awaitAccepted(customers, MANY);
      postbox.vanish();
      shop.await("The mail server is not available");
      awaitAccepted(customers, customers.accepted().size() + MANY);
      postbox.comeBack();
      shop.await("The mail server is back");
      customers.close();

      awaitEveryMail(customers, shop);
      assertEquals(Set.of(201), customers.statuses(), shop::toString);
      assertEquals(1, lines(shop, "The mail server is not available"), shop::toString);
      assertEquals(143, shop.terminate(DEADLINE), shop::toString);
    } finally {
      customers.close();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
  void aDatabaseThatIsGoneIs503UntilItIsBack() throws Exception {
    Path data = folder.resolve("postgres");
    EmbeddedPostgres postgres = postgres(data, 0);
    Customers customers = new Customers(port);
    try (Program shop = started(postgres.getJdbcUrl("postgres", "postgres"))) {
      awaitAccepted(customers, MANY);
      postgres.close();
      awaitAnswers(customers, 503, 8);
      postgres = postgres(data, postgres.getPort());
      awaitAccepted(customers, customers.accepted().size() + MANY);
      shop.await("The database is back");
      customers.close();
      assertNothingWasLostInOneOutage(customers, shop);
    } finally {
      customers.close();
      postgres.close();
    }
  }

  @Test
  void badInputIsAMessageAndExitCode2() throws Exception {
    try (Program shop = Program.start(ShopMain.class, folder, "--port=http")) {
      shop.await("shop: --port must be a number from 0 to 65535, not 'http'");
      assertEquals(2, shop.awaitEnd());
      assertEquals(1, shop.lines().size(), shop::toString);
    }
  }

  @Test
  void aPortThatIsTakenIsALine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int number = taken.getLocalPort();
      String why = "cannot listen on 127.0.0.1 port " + number + ": Address already in use";
      assertRefuses(why, "--port=" + number, "--page-port=0");
      assertRefuses(why, "--port=0", "--page-port=" + number);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsALine() throws Exception {
    assertRefuses("cannot listen on 192.0.2.1 port 0: ", "--port=0", "--bind=192.0.2.1");
  }

  @Test
  void aDatabaseFileThatIsTakenIsALine() throws Exception {
    try (Connection taken = DriverManager.getConnection(h2())) {
      assertFalse(taken.isClosed());
      assertRefuses("Database may be already in use", "--database=" + h2());
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsALine() throws Exception {
    assertRefuses("refused", "--database=jdbc:postgresql://127.0.0.1:" + port + "/shop");
    String nowhere = Database.H2.formatted("/proc/shop");
    assertRefuses("cannot connect to the database: ", "--database=" + nowhere);
  }

  /** In fewer than ten lines; it is one. */
  private void assertRefuses(String why, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--port=0", "--page-port=0"));
    all.addAll(List.of(arguments));
    try (Program shop = Program.start(ShopMain.class, folder, all.toArray(new String[0]))) {
      assertEquals(1, shop.awaitEnd(), shop::toString);
      assertEquals(1, shop.lines().size(), shop::toString);
      assertTrue(shop.lines().getFirst().startsWith("shop: "), shop::toString);
      assertTrue(shop.lines().getFirst().contains(why), shop::toString);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIs503UntilThereIsSpaceAgain() throws Exception {
    Customers customers = new Customers(port);
    try (Program shop = started(h2())) {
      awaitAccepted(customers, MANY);
      Disk.fill(shop, folder.resolve("shop.mv.db"));
      awaitAnswers(customers, 503, MANY);
      Disk.free(shop);
      awaitAccepted(customers, customers.accepted().size() + MANY);
      shop.await("The database is back");
      customers.close();
      assertNothingWasLostInOneOutage(customers, shop);
    } finally {
      customers.close();
    }
  }

  private void assertNothingWasLostInOneOutage(Customers customers, Program shop) throws Exception {
    awaitEveryMail(customers, shop);
    assertNoOtherErrorThan503(customers, shop);
    assertEquals(1, lines(shop, "The database is not available"), shop::toString);
    assertEquals(143, shop.terminate(DEADLINE), shop::toString);
  }

  private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private String h2() {
    return Database.H2.formatted(folder.resolve("shop"));
  }

  /** That is ready. */
  private Program started(String database) throws Exception {
    Program shop =
        Program.start(
            ShopMain.class,
            folder,
            "--port=" + port,
            "--page-port=0",
            "--database=" + database,
            "--smtp-host=127.0.0.1",
            "--smtp-port=" + postbox.port());
    shop.await("shop started");
    return shop;
  }

  private static void awaitAccepted(Customers customers, int number) throws Exception {
    Await.until(() -> customers.accepted().size() >= number, () -> customers.answers().toString());
  }

  private static void awaitAnswers(Customers customers, int status, int number) throws Exception {
    Await.until(() -> customers.answers(status) >= number, () -> customers.answers().toString());
  }

  private void awaitEveryMail(Customers customers, Program shop) throws Exception {
    Await.until(() -> withoutMail(customers).isEmpty(), () -> withoutMail(customers) + "\n" + shop);
  }

  private List<String> withoutMail(Customers customers) {
    Set<String> mails = postbox.distinctIds();
    return customers.accepted().stream()
        .filter(id -> !mails.contains(Mail.messageIdOf(UUID.fromString(id))))
        .toList();
  }

  private static void assertNoOtherErrorThan503(Customers customers, Program shop) {
    Set<Integer> others = customers.statuses();
    others.removeAll(Set.of(201, 503));
    assertEquals(Set.of(), others, shop::toString);
  }

  private static long lines(Program shop, String text) throws IOException {
    return shop.lines().stream().filter(line -> line.contains(text)).count();
  }
}
