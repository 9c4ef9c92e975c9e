package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from a file of properties. */
class FileSettingsTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("host.properties"), text);
  }

  @Test
  void areNamedAsTheFileAndOtherKeysAreLeftAlone() throws IOException {
    Path file = file("# of the host\ninn.shutdownTimeout = 5s\nport = 80\ninn.mdcKey = Stärke\n");
    assertEquals(
        "mdcKey = Stärke (host.properties: inn.mdcKey)\n"
            + "shutdownTimeout = 5s (host.properties: inn.shutdownTimeout)",
        HostSettings.from(file, "inn.").describe());
  }

  @Test
  void withoutAPrefixEachKeyIsOfTheHost() throws IOException {
    Path file = file("port = 80\n");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(file));
    assertEquals(
        "unknown key 'port' with value '80'",
        String.valueOf(refused.getMessage()).replaceAll(";.*", ""));
  }

  @Test
  void aFileThatIsNotThereIsRefusedWithItsWholePath() {
    Path file = folder.resolve("missing.properties");
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> HostSettings.from(file));
    assertEquals(
        "cannot read settings from "
            + file.toAbsolutePath()
            + ": java.nio.file.NoSuchFileException: "
            + file,
        refused.getMessage());
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Path file = file("");
    Files.write(file, "mdcKey = Stärke".getBytes(StandardCharsets.ISO_8859_1));
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> HostSettings.from(file));
    assertEquals(
        "cannot read settings from "
            + file.toAbsolutePath()
            + ": java.nio.charset.MalformedInputException: Input length = 1",
        refused.getMessage());
  }

  @Test
  void anEscapeThatIsNoneIsRefusedByTheNameOfTheFile() throws IOException {
    Path file = file("mdcKey = \\u12\n");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(file));
    assertEquals(
        file.toAbsolutePath() + " is not a valid properties file: Malformed \\uxxxx encoding.",
        refused.getMessage());
  }
}
