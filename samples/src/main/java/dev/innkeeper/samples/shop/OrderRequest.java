package dev.innkeeper.samples.shop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a customer asks for, checked.
 *
 * @param key makes it safe to ask again: of requests with the same key only the first places an
 *     order
 */
record OrderRequest(String item, int quantity, String email, @Nullable String key) {

  private static final Gson JSON = new GsonBuilder().setStrictness(Strictness.STRICT).create();

  private static final TypeAdapter<JsonElement> ELEMENTS = JSON.getAdapter(JsonElement.class);

  private static final int MOST = 1_000;

  /** What a header can carry unharmed, and each database compares alike. */
  private static final Pattern KEYS = Pattern.compile("[!-~][ -~]{0,199}");

  /**
   * Reads a request.
   *
   * @throws Problem if there is something wrong with it
   */
  static OrderRequest of(String body, @Nullable String key, Collection<String> items) {
    Map<String, JsonElement> json = members(body);
    return new OrderRequest(item(json, items), quantity(json), email(json), checkedKey(key));
  }

  /** Member by member: of two with one name Gson would take the last, and others the first. */
  private static Map<String, JsonElement> members(String body) {
    Map<String, JsonElement> members = new HashMap<>();
    try (JsonReader in = JSON.newJsonReader(new StringReader(body))) {
      in.beginObject();
      while (in.hasNext()) {
        String name = in.nextName();
        JsonElement value = ELEMENTS.read(in);
        if (members.putIfAbsent(name, value) != null) {
          throw Problem.badRequest(name, show(value), "must be there once");
        }
      }
      in.endObject();
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw Problem.badRequest("body", body, "must be a JSON object, and nothing else");
      }
      return members;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw Problem.badRequest("body", body, "must be a JSON object");
    }
  }

  private static String item(Map<String, JsonElement> json, Collection<String> items) {
    String item = text(json, "item");
    if (!items.contains(item)) {
      throw Problem.badRequest("item", item, "must be one of " + items);
    }
    return item;
  }

  private static int quantity(Map<String, JsonElement> json) {
    JsonElement value = json.get("quantity");
    Integer number = wholeOrNull(value);
    if (number == null || number < 1 || number > MOST) {
      throw Problem.badRequest("quantity", show(value), "must be a whole number from 1 to " + MOST);
    }
    return number;
  }

  /** Null: it is no number, or has a fraction, or is beyond what Gson or an int can hold. */
  private static @Nullable Integer wholeOrNull(@Nullable JsonElement value) {
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return null;
    }
    try {
      return value.getAsBigDecimal().intValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  private static String email(Map<String, JsonElement> json) {
    String email = text(json, "email");
    if (!MailAddress.isPlain(email)) {
      throw Problem.badRequest("email", email, "must be an address like ann@example.com");
    }
    return email;
  }

  private static String text(Map<String, JsonElement> json, String name) {
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw Problem.badRequest(name, show(value), "must be a string");
    }
    return value.getAsString();
  }

  private static @Nullable String checkedKey(@Nullable String key) {
    if (key != null && !KEYS.matcher(key).matches()) {
      throw Problem.badRequest("Idempotency-Key", key, "must be 1 to 200 ASCII characters");
    }
    return key;
  }

  private static String show(@Nullable JsonElement value) {
    return value == null ? "missing" : value.toString();
  }
}
