package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses the API takes. */
class OrderEmailTest {

  @TempDir Path folder;

  private RunningApi api;

  @BeforeEach
  void open() {
    api = RunningApi.in(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@x\\r\\nBcc: bob@example.com",
        "ann\\u0000@example.com",
        "ann@exam\\u0000ple.com",
        "ann@example.com\\u0000",
        "ann@example.com\\u007f",
        "ann@example.com\\u2028",
        "all: ann@example.com, bob@example.com;",
        "all:ann@example.com;",
        "all:;",
        "ann@example.com,bob@example.com",
        "Ann <ann@example.com>",
        "<ann@example.com>",
        "<@relay.example.com:ann@example.com>",
        "ann@example.com (Ann)",
        "(Ann)ann@example.com",
        "\\\"ann bob\\\"@example.com",
        "ann@[127.0.0.1]",
        "ann@example.com.",
        "ann@-example.com",
        "ann..bob@example.com",
        ".ann@example.com",
        "ann@@example.com",
        "@example.com",
        "ann@",
        "änn@example.com"
      })
  void whatIsNoPlainAddressIsRefused(String email) throws Exception {
    api.assertRefused(APPLES.replace("ann@example.com", email), "email");
  }

  @Test
  void anAddressThatIsTooLongIsRefused() throws Exception {
    api.assertRefused(APPLES.replace("ann@", "a".repeat(65) + "@"), "email");
    api.assertRefused(APPLES.replace("example.", "example.".repeat(40)), "email");
  }

  @ParameterizedTest
  @ValueSource(strings = {"o'neill+x@example.com", "a.b-c_d@sub.example.co", "root@localhost"})
  void aPlainAddressIsTaken(String email) throws Exception {
    assertEquals(201, api.client.post(APPLES.replace("ann@example.com", email)).statusCode());
  }
}
