package dev.innkeeper.samples.shop;

import dev.innkeeper.samples.Await;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
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
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's Chromium, with one window. */
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

  void visit(String address) {
    driver.get("about:blank"); // another fragment alone would be no visit
    driver.get(address);
  }

  /** Forgets the token, too. */
  void visitAsStranger(String address) {
    visit(address);
    driver.executeScript("sessionStorage.clear(); location.reload()");
  }

  void beAsWideAs(int pixels) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < 600));
  }

  /** Light or dark. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** A PNG of the page, down to the end of this element. */
  void shoot(Path file, String lowest) throws IOException {
    ask("new Promise(drawn => setTimeout(drawn, 300))"); // what fades has done so
    Object width = ask("innerWidth");
    Object height =
        driver.executeScript(
            "return Math.ceil(scrollY + 12"
                + " + document.querySelector(arguments[0]).getBoundingClientRect().bottom)",
            lowest);
    Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
    byte[] png = Base64.getDecoder().decode(String.valueOf(shot.get("data")));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    BufferedImage opaque = // a quarter smaller
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(image, 0, 0, null);
    ImageIO.write(opaque, "png", file.toFile());
  }

  Object ask(String script) {
    return driver.executeScript("return " + script);
  }

  /** Text as one sees it; empty while there is no such element. */
  String text(String selector) {
    try {
      return driver.findElements(By.cssSelector(selector)).stream()
          .findFirst()
          .map(WebElement::getText)
          .orElse("");
    } catch (StaleElementReferenceException e) {
      return ""; // replaced just now
    }
  }

  /** How many of them can be seen. */
  long count(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .count();
  }

  void awaitText(String selector, String text) throws Exception {
    Await.until(
        () -> text(selector).contains(text),
        () -> selector + " is not '" + text + "' but '" + text(selector) + "' on\n" + page());
  }

  void awaitCount(String selector, long number) throws Exception {
    Await.until(
        () -> count(selector) == number,
        () -> count(selector) + " and not " + number + " of " + selector + " are on\n" + page());
  }

  /** Once it can be clicked. */
  void click(String selector) throws Exception {
    Await.until(
        () -> count(selector) == 1 && driver.findElement(By.cssSelector(selector)).isEnabled(),
        () -> "no " + selector + " to click on\n" + page());
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** All that it shows, and what the browser has said of it. */
  String page() {
    return driver.getCurrentUrl() + "\n" + text("body") + "\n" + String.join("\n", console());
  }

  /** What the browser has said since this was last asked. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
