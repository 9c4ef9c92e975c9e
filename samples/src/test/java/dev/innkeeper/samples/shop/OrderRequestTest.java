package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static dev.innkeeper.samples.shop.ApiClient.JSON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests the API takes for orders: their types, their sizes and their keys. */
class OrderRequestTest {

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
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain                        | 415",
        "text/plain;charset=UTF-8          | 415",
        "application/x-www-form-urlencoded | 415",
        "multipart/form-data; boundary=x   | 415",
        "application/jsonp                 | 415",
        "text/plain, application/json      | 415",
        "text/plain; application/json      | 415",
        "application/json                  | 201",
        "Application/JSON; charset=utf-8   | 201",
        "application/json; charset=foo     | 201"
      })
  void onlyJsonIsTaken(String type, int status) throws Exception {
    assertEquals(status, api.client.order("Content-Type: " + type));
    assertEquals(status == 201 ? 1 : 0, api.database.count("orders"));
  }

  @Test
  void whatDoesNotSayThatItIsJsonIsNotTaken() throws Exception {
    assertEquals(415, api.client.order());
    assertEquals(400, api.client.order(JSON, "Content-Type: text/plain"));
    assertEquals(0, api.database.count("orders"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAlsoIfItDoesNotSayHowLargeItIs() throws Exception {
    byte[] large = ("{\"item\": \"" + "x".repeat(20_000) + "\"}").getBytes(UTF_8);
    assertEquals(413, api.client.order(large, JSON, "Content-Length: " + large.length));
    assertEquals(413, api.client.order(chunk(large), JSON, "Transfer-Encoding: chunked"));
  }

  @Test
  void aBodyThatIsNotWhatItSaysIsRefused() throws Exception {
    byte[] latin = APPLES.replace("ann", "änn").getBytes(ISO_8859_1);
    assertEquals(400, api.client.order(latin, JSON, "Content-Length: " + latin.length));
    assertEquals(
        400, api.client.order("zz\r\n{}\r\n".getBytes(UTF_8), JSON, "Transfer-Encoding: chunked"));
    assertEquals(
        201, api.client.order(chunk(APPLES.getBytes(UTF_8)), JSON, "Transfer-Encoding: chunked"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ä", "a\tb"})
  void aKeyThatADatabaseMightNotKeepIsRefused(String key) throws Exception {
    assertEquals(400, api.client.order(JSON, "Idempotency-Key: " + key));
    assertEquals(400, api.client.order(JSON, "Idempotency-Key: " + "k".repeat(201)));
    assertEquals(400, api.client.order(JSON, "Idempotency-Key: a", "Idempotency-Key: b"));
    assertEquals(0, api.database.count("orders"));
  }

  private static byte[] chunk(byte[] bytes) {
    String begin = Integer.toHexString(bytes.length) + "\r\n";
    return (begin + new String(bytes, UTF_8) + "\r\n0\r\n\r\n").getBytes(UTF_8);
  }
}
