package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Sends requests to the API: as a well-behaved client does, or with exactly the headers given. */
final class ApiClient implements AutoCloseable {

  /** An order that is accepted. */
  static final String APPLES =
      "{\"item\": \"apple\", \"quantity\": 3, \"email\": \"ann@example.com\"}";

  static final String JSON = "Content-Type: application/json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  ApiClient(int port) {
    this.port = port;
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/orders"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Orders apples with exactly these headers, and the length of the body. */
  int order(String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + APPLES.length());
    return order(APPLES.getBytes(UTF_8), all.toArray(new String[0]));
  }

  /** Orders what is in the body, as it is, with exactly these headers. */
  int order(byte[] body, String... headers) throws IOException {
    try (RawHttp answer = new RawHttp(port, "POST /orders", List.of(headers), body)) {
      return answer.status;
    }
  }

  /** The status of the answer to a request without a body, with exactly these headers. */
  int status(String request, String... headers) throws IOException {
    try (RawHttp answer = new RawHttp(port, request, headers)) {
      return answer.status;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
