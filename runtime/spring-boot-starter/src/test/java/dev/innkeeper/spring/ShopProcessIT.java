package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process shows: whether it ends, and with what code. */
@Tag("once")
class ShopProcessIT {

  private static final Pattern NOT_LEAN =
      Pattern.compile(
          "[/\\\\](spring-boot-(actuator|health|micrometer|starter-|web|tomcat|servlet|http|jackson)"
              + "|spring-web|tomcat|micrometer-|jackson)[^/\\\\]*$");

  @TempDir Path folder;

  @Test
  void withoutAWebServerItRunsUntilAServiceFailsAndTheExitCodeIsOne() throws Exception {
    try (ShopProcess shop =
        ShopProcess.start(
            "--shop.blow=1",
            "--spring.main.web-application-type=none",
            "--spring.threads.virtual.enabled=true")) {
      assertEquals(1, shop.awaitEnd(), shop::toString);
      shop.await("Started Shop");
      shop.await("the fuse has blown");
      shop.await("Of 0 orders 0 are done"); // the context was closed
    }
  }

  @Test
  void aTypoInAFileIsShownWithItsLineInPlaceOfAStack() throws Exception {
    Path file = folder.resolve("application.yaml");
    Files.writeString(
        file,
        """
        innkeeper:
          shutdown-timeout: 20s
          services:
            fuse:
              on-failur: restart
        """);
    try (ShopProcess shop =
        ShopProcess.start("--spring.config.additional-location=file:" + folder + "/")) {
      assertEquals(1, shop.awaitEnd(), shop::toString);
      shop.await("APPLICATION FAILED TO START");
      String message =
          shop.lines().stream()
              .filter(line -> line.startsWith("The property "))
              .findFirst()
              .orElseThrow(() -> new AssertionError(shop));
      assertTrue(
          message.startsWith(
              "The property 'innkeeper.services.fuse.on-failur' with the value 'restart', from"
                  + " URL [file:"
                  + file
                  + "] - 5:18, cannot be used: unknown key 'innkeeper.services.fuse.onFailur' with"
                  + " value 'restart'; did you mean 'innkeeper.services.fuse.onFailure'?"),
          message);
    }
  }

  /** Its class path has no web server, no actuator, and no Micrometer. */
  @Test
  void aLeanApplicationEndsWithItsWork() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !NOT_LEAN.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
    try (ShopProcess lean =
        ShopProcess.start(classPath, Lean.class, "--innkeeper.stop-when-complete=true")) {
      assertEquals(0, lean.awaitEnd(), lean::toString);
      lean.await("lean stopped in");
    }
  }

  @Test
  void aStartThatSigtermInterruptsIsRolledBackToItsEnd() throws Exception {
    try (ShopProcess starting =
        ShopProcess.start(System.getProperty("java.class.path"), SlowStart.class)) {
      starting.await("Migrating");
      starting.askToEnd();
      assertEquals(143, starting.awaitEnd(), starting::toString);
      starting.await("The pool is closed");
    }
  }
}
