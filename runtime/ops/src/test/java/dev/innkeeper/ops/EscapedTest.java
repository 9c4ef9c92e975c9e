package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of others, in answers and in paths. */
class EscapedTest {

  @Test
  void isAStringOfJson() {
    assertEquals("\"\"", Escaped.json(""));
    String seen = "a/b 'c' <d> \u00fc \ud83d\ude00";
    assertEquals('"' + seen + '"', Escaped.json(seen));
    assertEquals("\"\\\"\\\\\"", Escaped.json("\"\\"));
    assertEquals(
        "\"\\u0000\\u0009\\u000a\\u000d\\u001f\\u007f\\u0085\\u2028\\u2029\\u202e\"",
        Escaped.json("\0\t\n\r\u001f\u007f\u0085\u2028\u2029\u202e"));
    assertEquals("\"\\udb40\\udc41\"", Escaped.json("\udb40\udc41")); // an invisible tag
  }

  @Test
  void hasNoHalfCharacters() {
    assertEquals("\"\\ud83dx\"", Escaped.json("\ud83dx"));
    assertEquals("\"\\ude00\"", Escaped.json("\ude00"));
  }

  @Test
  void isOneLine() {
    assertEquals(
        "a\\u000d\\u000aHTTP/1.1 200 \"OK\" \\", Escaped.line("a\r\nHTTP/1.1 200 \"OK\" \\"));
  }

  @Test
  void isShortenedBetweenCharacters() {
    assertEquals("x".repeat(200), Escaped.line("x".repeat(200)));
    assertEquals("x".repeat(200) + "...", Escaped.line("x".repeat(201)));
    assertEquals("x".repeat(199) + "...", Escaped.line("x".repeat(199) + "\ud83d\ude00"));
  }

  @Test
  void isDecodedFromAPath() {
    assertEquals(
        "a b/\u00fc+\ud83d\ude00%?", PercentEncoded.decode("a%20b%2f%C3%bc+%F0%9F%98%80%25%3F"));
    assertEquals("", PercentEncoded.decode(""));
    byte[] all = new byte[128];
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
      encoded.append("%%%02X".formatted(i));
    }
    assertEquals(
        new String(all, StandardCharsets.US_ASCII), PercentEncoded.decode(encoded.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%2",
        "a%",
        "a%2",
        "%zz",
        "%2x",
        "%-1",
        "%+1",
        "%%",
        "%C3",
        "%C3%28",
        "%FF",
        "%C0%80",
        "%ED%A0%80"
      })
  void isNotDecodedIfItIsNoUtf8(String encoded) {
    assertNull(PercentEncoded.decode(encoded));
  }
}
