package dev.innkeeper.ops;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine's Chromium, driven by its chromedriver over the WebDriver protocol. What is asked of
 * a page is a script, and its answer a string, so no more of JSON is needed than that.
 */
final class Browser implements AutoCloseable {

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Path chromium, Path chromedriver) throws IOException, InterruptedException {
    driver = new ProcessBuilder(chromedriver.toString(), "--port=0").redirectErrorStream(true).start();
    String driverAddress = "http://127.0.0.1:" + portOf(driver) + "/session";
    String answer = // root, as CI is, gets no sandbox
        send(
            "POST",
            driverAddress,
            """
            {"capabilities":{"alwaysMatch":{"browserName":"chrome",
            "goog:loggingPrefs":{"browser":"ALL"},
            "goog:chromeOptions":{"binary":"%s","args":["--headless=new","--no-sandbox",
            "--disable-gpu","--disable-dev-shm-usage","--no-first-run",
            "--host-resolver-rules=MAP evil.example 127.0.0.1",
            "--disable-background-networking","--disable-component-update","--disable-sync"]}}}}
            """
                .formatted(chromium));
    session = driverAddress + "/" + group(SESSION, answer);
  }

  private static String portOf(Process driver) throws IOException {
    String line = driver.inputReader().readLine();
    while (line != null) {
      Matcher port = PORT.matcher(line);
      if (line.contains("started successfully") && port.find()) {
        return port.group(1);
      }
      line = driver.inputReader().readLine();
    }
    throw new IOException("chromedriver has not said its port");
  }

  /** Empty if this machine has none. */
  static Optional<Browser> open() throws IOException, InterruptedException {
    Optional<Path> chromium = onPath(BROWSERS);
    Optional<Path> chromedriver = onPath(List.of("chromedriver"));
    return chromium.isPresent() && chromedriver.isPresent()
        ? Optional.of(new Browser(chromium.get(), chromedriver.get()))
        : Optional.empty();
  }

  private static Optional<Path> onPath(List<String> names) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private String send(String method, String address, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    String answer = client.send(request, BodyHandlers.ofString()).body();
    if (answer.contains("\"error\":\"")) {
      throw new IOException(body + " failed: " + answer);
    }
    return answer;
  }

  private void command(String name, String body) throws IOException, InterruptedException {
    send("POST", session + "/" + name, body);
  }

  private void chrome(String command, String parameters) throws IOException, InterruptedException {
    command("goog/cdp/execute", "{\"cmd\":\"" + command + "\",\"params\":" + parameters + "}");
  }

  // ---- what a person does

  void visit(String address) throws IOException, InterruptedException {
    command("url", "{\"url\":\"about:blank\"}"); // another fragment alone would be no visit
    command("url", "{\"url\":\"" + address + "\"}");
  }

  /** Forgets the token, too. */
  void visitAsStranger(String address) throws IOException, InterruptedException {
    visit(address);
    ask("sessionStorage.clear(), location.reload()");
  }

  void beAsWideAs(int pixels, int height) throws IOException, InterruptedException {
    chrome(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%b}"
            .formatted(pixels, height, pixels < 600));
  }

  void prefer(String scheme) throws IOException, InterruptedException {
    chrome(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
  }

  /** One key, as a keyboard has it. */
  void press(String key) throws IOException, InterruptedException {
    String keys = "{\"type\":\"key\",\"id\":\"k\",\"actions\":[{\"type\":\"%s\",\"value\":\"%s\"}]}";
    command("actions", "{\"actions\":[" + keys.formatted("keyDown", key) + "]}");
    command("actions", "{\"actions\":[" + keys.formatted("keyUp", key) + "]}");
  }

  /** Once it can be clicked. */
  void click(String selector) throws Exception {
    Await.until(
        () -> count(selector).equals("1")
            && ask("document.querySelector(%s).disabled === true", selector).equals("false"),
        () -> "no " + selector + " to click on\n" + page());
    ask("document.querySelector(%s).click()", selector);
  }

  // ---- what a person sees

  /** The value of an expression, or of its promise. */
  String ask(String expression) throws IOException, InterruptedException {
    String script = "return (async () => String(await (" + expression + ")))();";
    String answer =
        send("POST", session + "/execute/sync", "{\"script\":" + quoted(script) + ",\"args\":[]}");
    return unescaped(group(VALUE, answer));
  }

  private String ask(String expression, String selector) throws IOException, InterruptedException {
    return ask(expression.formatted(quoted(selector)));
  }

  /** Text as one sees it; empty while there is no such element. */
  String text(String selector) throws IOException, InterruptedException {
    return ask("(e => e?.innerText ?? e?.textContent ?? '')(document.querySelector(%s))", selector);
  }

  /** How many of them can be seen. */
  String count(String selector) throws IOException, InterruptedException {
    return ask("[...document.querySelectorAll(%s)].filter(e => e.checkVisibility()).length", selector);
  }

  void awaitText(String selector, String text) throws Exception {
    Await.until(
        () -> text(selector).contains(text),
        () -> selector + " is not '" + text + "' but '" + text(selector) + "' on\n" + page());
  }

  void awaitCount(String selector, int number) throws Exception {
    Await.until(
        () -> count(selector).equals(String.valueOf(number)),
        () -> count(selector) + " and not " + number + " of " + selector + " are on\n" + page());
  }

  /** All that it shows, and what the browser has said of it. */
  String page() throws IOException, InterruptedException {
    return ask("location.href") + "\n" + text("body") + "\n" + console();
  }

  /** What the browser has said since this was last asked: as JSON. */
  String console() throws IOException, InterruptedException {
    return send("POST", session + "/se/log", "{\"type\":\"browser\"}");
  }

  /** The whole page, however long it is, or as much as one sees of it. */
  void shoot(Path file, boolean whole) throws IOException, InterruptedException {
    String answer =
        send(
            "POST",
            session + "/goog/cdp/execute",
            "{\"cmd\":\"Page.captureScreenshot\",\"params\":{\"captureBeyondViewport\":"
                + whole
                + "}}");
    String data = group(Pattern.compile("\"data\":\"([^\"]+)\""), answer);
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  // ---- as much of JSON as that takes

  private static String group(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return found.group(1);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static String unescaped(String text) {
    return ESCAPED.matcher(text).replaceAll(escaped -> {
      String of = escaped.group(1);
      return Matcher.quoteReplacement(
          switch (of.charAt(0)) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'u' -> Character.toString(Integer.parseInt(of.substring(1), 16));
            default -> of;
          });
    });
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      send("DELETE", session, "");
    } finally {
      driver.destroy();
    }
  }
}
