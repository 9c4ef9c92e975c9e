package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static dev.innkeeper.samples.shop.ApiClient.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.samples.Await;
import dev.innkeeper.samples.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop in a process of its own says to each wrong order what is wrong with it, keeps none, and
 * logs none as a failure of its own.
 */
class WrongInputsIT {

  private static final Duration DEADLINE = Duration.ofSeconds(25);
  private static final String ORDER = "POST /orders";

  private static final Pattern DETAIL = Pattern.compile(".*\"detail\":\"(.*)\",\"field\":.*");

  /** Another each time. */
  private static final Pattern ID_OR_PRICE = Pattern.compile("\"(id|price)\":\"[^\"]*\",");

  private static final String TEXT = "Content-Type: text/plain";
  private static final String OTHER_HOST = "Host: evil.example";
  private static final String OTHER_PAGE = "Origin: http://evil.example";

  private record Input(String name, String body, List<String> headers) {}

  private static final List<Input> INPUTS =
      List.of(
          input("a quantity of a billion digits", quantity("1e999999999"), JSON),
          input("a member twice", quantity("3, \"quantity\": 4"), JSON),
          input("NUL in the e-mail", email("ann\\u0000@example.com"), JSON),
          input("NUL behind it", email("ann@example.com\\u0000"), JSON),
          input("a group", email("all: ann@example.com, bob@example.com;"), JSON),
          input("an empty group", email("all:;"), JSON),
          input("a name", email("Ann <ann@example.com>"), JSON),
          input("text from another page by another host", APPLES, TEXT, OTHER_HOST, OTHER_PAGE),
          input("text from another page", APPLES, TEXT, OTHER_PAGE),
          input("another page", APPLES, JSON, OTHER_PAGE),
          input("another host", APPLES, JSON, OTHER_HOST),
          input("text", APPLES, TEXT),
          input("no type", APPLES),
          input("another method", APPLES, JSON, "X-HTTP-Method-Override: GET"),
          input("nothing wrong", APPLES, JSON));

  private static final String ANSWERS =
      """
      a quantity of a billion digits: 400 quantity must be a whole number from 1 to 1000, not '1e999999999'
      a member twice: 400 quantity must be there once, not '4'
      NUL in the e-mail: 400 email must be an address like ann@example.com, not 'ann\\u0000@example.com'
      NUL behind it: 400 email must be an address like ann@example.com, not 'ann@example.com\\u0000'
      a group: 400 email must be an address like ann@example.com, not 'all: ann@example.com, bob@example.com;'
      an empty group: 400 email must be an address like ann@example.com, not 'all:;'
      a name: 400 email must be an address like ann@example.com, not 'Ann <ann@example.com>'
      text from another page by another host: 403 not by this name; --hosts has those that are allowed
      text from another page: 403 not from another page
      another page: 403 not from another page
      another host: 403 not by this name; --hosts has those that are allowed
      text: 415 Content-Type must be application/json, not 'text/plain'
      no type: 415 Content-Type must be application/json, not 'missing'
      another method: 400 X-HTTP-Method-Override is not supported: send the method itself
      nothing wrong: 201 {"item":"apple","quantity":3,"state":"accepted"}
      """;

  @TempDir Path folder;

  @Test
  void eachHasItsAnswerAndNoneIsAnOrder() throws Exception {
    int port = freePort();
    try (Postbox postbox = new Postbox();
        Program shop = start(postbox, port)) {
      shop.await("shop started");
      int before = shop.lines().size();
      StringBuilder answers = new StringBuilder();
      for (Input input : INPUTS) {
        answers.append(input.name()).append(": ").append(answer(port, input)).append('\n');
      }
      assertEquals(ANSWERS, answers.toString(), shop::toString);
      List<String> said = shop.lines().stream().skip(before).toList();
      assertEquals(List.of(), said.stream().filter(WrongInputsIT::isComplaint).toList());

      Await.until(() -> !postbox.messageIds().isEmpty(), shop::toString);
      assertEquals(143, shop.terminate(DEADLINE), shop::toString);
      assertEquals(1, postbox.messageIds().size(), shop::toString); // of what had nothing wrong
    }
  }

  private static Input input(String name, String body, String... headers) {
    return new Input(name, body, List.of(headers));
  }

  private static boolean isComplaint(String line) {
    return line.contains(" WARN ") || line.contains(" ERROR ");
  }

  private static String quantity(String quantity) {
    return APPLES.replace("3", quantity);
  }

  private static String email(String email) {
    return APPLES.replace("ann@example.com", email);
  }

  private static String answer(int port, Input input) throws IOException {
    List<String> headers = new ArrayList<>(input.headers());
    byte[] body = input.body().getBytes(UTF_8);
    headers.add("Content-Length: " + body.length);
    headers.add("Connection: close");
    try (RawHttp answer = new RawHttp(port, ORDER, headers, body)) {
      String text = DETAIL.matcher(answer.body().strip()).replaceFirst("$1");
      return answer.status + " " + ID_OR_PRICE.matcher(text).replaceAll("");
    }
  }

  private Program start(Postbox postbox, int port) throws IOException {
    return Program.start(
        ShopMain.class,
        folder,
        "--port=" + port,
        "--page-port=0",
        "--database=" + Database.H2.formatted(folder.resolve("shop")),
        "--smtp-host=127.0.0.1",
        "--smtp-port=" + postbox.port());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
