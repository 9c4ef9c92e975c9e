package dev.innkeeper.samples.shop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a customer asks for, checked.
 *
 * @param key makes it safe to ask again: of requests with the same key only the first places an
 *     order
 */
record OrderRequest(String item, int quantity, String email, @Nullable String key) {

  private static final Gson JSON = new GsonBuilder().setStrictness(Strictness.STRICT).create();

  private static final int MOST = 1_000;
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_KEY = 200;

  /**
   * Reads a request.
   *
   * @throws Problem if there is something wrong with it
   */
  static OrderRequest of(String body, @Nullable String key, Collection<String> items) {
    JsonObject json = object(body);
    return new OrderRequest(item(json, items), quantity(json), email(json), checkedKey(key));
  }

  private static JsonObject object(String body) {
    try {
      JsonObject json = JSON.fromJson(body, JsonObject.class);
      if (json == null) {
        throw Problem.badRequest("body", body, "must be a JSON object");
      }
      return json;
    } catch (JsonParseException e) {
      throw Problem.badRequest("body", body, "must be a JSON object");
    }
  }

  private static String item(JsonObject json, Collection<String> items) {
    String item = text(json, "item");
    if (!items.contains(item)) {
      throw Problem.badRequest("item", item, "must be one of " + items);
    }
    return item;
  }

  private static int quantity(JsonObject json) {
    JsonElement value = json.get("quantity");
    if (value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      BigDecimal number = value.getAsBigDecimal();
      if (number.compareTo(BigDecimal.ONE) >= 0
          && number.compareTo(BigDecimal.valueOf(MOST)) <= 0
          && number.stripTrailingZeros().scale() <= 0) {
        return number.intValue();
      }
    }
    throw Problem.badRequest("quantity", show(value), "must be a whole number from 1 to " + MOST);
  }

  private static String email(JsonObject json) {
    String email = text(json, "email");
    try {
      new InternetAddress(email, true).validate();
    } catch (AddressException e) {
      throw Problem.badRequest("email", email, "must be an address like ann@example.com");
    }
    if (email.length() > LONGEST_EMAIL || !email.matches("[^\\s<>]+@[^\\s<>]+")) {
      throw Problem.badRequest("email", email, "must be an address like ann@example.com");
    }
    return email;
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw Problem.badRequest(name, show(value), "must be a string");
    }
    return value.getAsString();
  }

  private static @Nullable String checkedKey(@Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw Problem.badRequest(
          "Idempotency-Key", key, "must have from 1 to " + LONGEST_KEY + " characters");
    }
    return key;
  }

  private static String show(@Nullable JsonElement value) {
    return value == null ? "missing" : value.toString();
  }
}
