package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which orders the API takes, and what it says of the others. */
class OrderBodyTest {

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
      quoteCharacter = '`',
      value = {
        "item     | pear    | {'item': 'pear', 'quantity': 1, 'email': 'ann@example.com'}",
        "item     | 7       | {'item': 7, 'quantity': 1, 'email': 'ann@example.com'}",
        "quantity | missing | {'item': 'apple', 'email': 'ann@example.com'}",
        "quantity | 0       | {'item': 'apple', 'quantity': 0, 'email': 'ann@example.com'}",
        "quantity | 1001    | {'item': 'apple', 'quantity': 1001, 'email': 'ann@example.com'}",
        "quantity | 1.5     | {'item': 'apple', 'quantity': 1.5, 'email': 'ann@example.com'}",
        "quantity | 1e99    | {'item': 'apple', 'quantity': 1e99, 'email': 'ann@example.com'}",
        "email    | ann     | {'item': 'apple', 'quantity': 1, 'email': 'ann'}",
        "email    | a b@c.d | {'item': 'apple', 'quantity': 1, 'email': 'a b@c.d'}",
        "body     | [1]     | [1]",
        "body     | {       | {",
        "body     | {}{}    | {}{}",
        "body     | null    | null",
        "body     | 7       | 7",
        "body     | NaN     | NaN",
        "body     | ``      | ``"
      })
  void whatIsWrongIsNamedWithItsValue(String field, String value, String body) throws Exception {
    HttpResponse<String> answer = api.client.post(body.replace('\'', '"'));

    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.headers().firstValue("Content-Type").orElse("").contains("problem+json"));
    assertTrue(answer.body().contains("\"field\":\"" + field + "\""), answer::body);
    assertTrue(answer.body().contains("\"value\":\"" + value + "\""), answer::body);
    assertEquals(0, api.database.count("orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "item     | 'item': 'milk'",
        "item     | 'item': 'apple'",
        "item     | '\\u0069tem': 'milk'",
        "quantity | 'quantity': 4",
        "quantity | 'quantity': null",
        "email    | 'email': 'bob@example.com'",
        "more     | 'more': 1, 'more': {}"
      })
  void aMemberThatIsThereTwiceIsRefused(String field, String second) throws Exception {
    api.assertRefused(APPLES.replace("}", ", " + second.replace('\'', '"') + "}"), field);
    api.assertRefused(APPLES.replace("{", "{" + second.replace('\'', '"') + ", "), field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "1e9999999999999999999",
        "1e10000",
        "1e-10000",
        "1E+2147483648",
        "2147483648",
        "4294967297",
        "18446744073709551617",
        "-1",
        "-0",
        "1.0000000000000000000000000000001",
        "0.999999999999999999999999999999",
        "\"1\"",
        "true",
        "null",
        "[1]"
      })
  void aQuantityThatCannotBeIsRefused(String quantity) throws Exception {
    api.assertRefused(APPLES.replace("3", quantity), "quantity");
  }

  @Test
  void aQuantityOfManyDigitsIsRefused() throws Exception {
    api.assertRefused(APPLES.replace("3", "9".repeat(900)), "quantity");
    api.assertRefused(APPLES.replace("3", "1." + "0".repeat(900) + "1"), "quantity");
    assertEquals(400, api.client.post(APPLES.replace("3", "9".repeat(9_000))).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"3.0, 3", "1e3, 1000", "1000, 1000", "10e-1, 1", "0.2e1, 2"})
  void aQuantityMayBeWrittenAsJsonAllows(String written, int quantity) throws Exception {
    HttpResponse<String> answer = api.client.post(APPLES.replace("3", written));
    assertEquals(201, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("\"quantity\":" + quantity + ","), answer::body);
  }
}
