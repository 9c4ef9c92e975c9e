package dev.innkeeper.ops;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's Chromium. What a page is asked is a script, so that it cannot go stale. */
final class Browser implements AutoCloseable {

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final ChromeDriver driver;

  private Browser(Path chromium, Path chromedriver) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments( // root, as CI is, gets no sandbox
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--host-resolver-rules=MAP evil.example 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    System.setProperty("webdriver.chrome.driver", chromedriver.toString()); // or it looks for one
    driver = new ChromeDriver(options);
  }

  /** Empty if this machine has none. */
  static Optional<Browser> open() {
    Optional<Path> chromedriver = onPath(List.of("chromedriver"));
    return onPath(BROWSERS)
        .flatMap(chromium -> chromedriver.map(found -> new Browser(chromium, found)));
  }

  private static Optional<Path> onPath(List<String> names) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  // ---- what a person does

  void visit(String address) {
    driver.get("about:blank"); // another fragment alone would be no visit
    driver.get(address);
  }

  /** Forgets the token, too. */
  void visitAsStranger(String address) {
    visit(address);
    ask("sessionStorage.clear(), location.reload()");
  }

  void beAsWideAs(int pixels, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", height, "deviceScaleFactor", 1, "mobile", pixels < 600));
  }

  /** Light, or dark. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** One key, as a keyboard has it. */
  void press(Keys key) {
    new Actions(driver).sendKeys(key).perform();
  }

  /** Once it can be clicked. */
  void click(String selector) throws Exception {
    Await.until(
        () ->
            count(selector).equals("1")
                && ask("document.querySelector(arguments[0]).disabled === true", selector)
                    .equals("false"),
        () -> "no " + selector + " to click on\n" + page());
    ask("document.querySelector(arguments[0]).click()", selector);
  }

  // ---- what a person sees

  /** The value of an expression, or of its promise. */
  String ask(String expression, String... arguments) {
    return String.valueOf(
        driver.executeScript(
            "return (async () => String(await (" + expression + ")))();", (Object[]) arguments));
  }

  /** Text as one sees it; empty while there is no such element. */
  String text(String selector) {
    return ask(
        "(e => e?.innerText ?? e?.textContent ?? '')(document.querySelector(arguments[0]))",
        selector);
  }

  /** How many of them can be seen. */
  String count(String selector) {
    return ask(
        "[...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).length",
        selector);
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
  String page() {
    return ask("location.href") + "\n" + text("body") + "\n" + String.join("\n", console());
  }

  /** What the browser has said since this was last asked. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(Object::toString)
        .toList();
  }

  /** The whole page, however long it is, or as much as one sees of it. */
  void shoot(Path file, boolean whole) throws IOException {
    Object data =
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", whole))
            .get("data");
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
