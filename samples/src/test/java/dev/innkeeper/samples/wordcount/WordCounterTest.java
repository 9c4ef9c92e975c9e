package dev.innkeeper.samples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.samples.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The counter on a real folder, in this process. */
class WordCounterTest {

  /** More than a watch service keeps events, by far. */
  private static final int MANY = 3_000;

  @TempDir Path parent;

  private final Tally tally = new Tally();
  private Path watched;
  private Host host;

  @BeforeEach
  void start() throws IOException {
    watched = Files.createDirectory(parent.resolve("watched"));
    Folder folder = Folder.existing(watched);
    host =
        Host.builder("test")
            .add("folder", folder)
            .add(
                "counter",
                new WordCounter(folder, tally),
                s -> s.dependsOn("folder").onFailure(FailurePolicy.ignore()))
            .build();
    host.start();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  // ---- more at once than the watch service keeps

  @Test
  void filesThatComeAllAtOnceAreAllCounted() throws Exception {
    writeMany("one two\n");
    awaitWords(2L * MANY);
    assertEquals(MANY, tally.files());
  }

  @Test
  void filesThatChangeAllAtOnceAreAllCountedAnew() throws Exception {
    writeMany("one\n");
    awaitWords(MANY);
    writeMany("one two three\n");
    awaitWords(3L * MANY);
  }

  @Test
  void filesThatAreMovedIntoTheFolderAllAtOnceAreAllCounted() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    for (int i = 0; i < MANY; i++) {
      Files.writeString(elsewhere.resolve(i + ".txt"), "one two\n");
    }
    for (int i = 0; i < MANY; i++) {
      Files.move(elsewhere.resolve(i + ".txt"), watched.resolve(i + ".txt"));
    }
    awaitWords(2L * MANY);
  }

  private void writeMany(String text) throws IOException {
    for (int i = 0; i < MANY; i++) {
      Files.writeString(watched.resolve(i + ".txt"), text);
    }
  }

  // ---- what is called like a text file, and cannot be counted

  /** Things that may lie in a folder under any name. */
  enum Thing {
    FOLDER,
    DANGLING_LINK,
    LINK_TO_A_FOLDER,
    PIPE,
    NO_TEXT;

    void makeAt(Path path) throws Exception {
      switch (this) {
        case FOLDER -> Files.createDirectory(path);
        case DANGLING_LINK -> Files.createSymbolicLink(path, Path.of("nothing"));
        case LINK_TO_A_FOLDER -> Files.createSymbolicLink(path, path.getParent());
        case PIPE ->
            assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        case NO_TEXT -> Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisabledOnOs(OS.WINDOWS) // has no pipes and no links
  void whatCannotBeCountedIsPassedOver(Thing thing) throws Exception {
    thing.makeAt(watched.resolve("x.txt"));
    Files.writeString(watched.resolve("y.txt"), "one two\n", StandardCharsets.UTF_8);
    awaitWords(2);
    Files.writeString(watched.resolve("z.txt"), "three\n");
    awaitWords(3);
    assertEquals(2, tally.files());
    assertEquals(ServiceState.RUNNING, state());
  }

  // ---- a folder that goes

  @Test
  void aFolderThatIsDeletedIsAFailureThatNamesIt() throws Exception {
    awaitWatching();
    Files.delete(watched);
    assertFailureNamesTheFolder();
  }

  @Test
  void aFolderThatIsMovedAwayIsAFailureThatNamesIt() throws Exception {
    awaitWatching();
    Files.move(watched, parent.resolve("moved"));
    assertFailureNamesTheFolder();
  }

  @Test
  void aFolderThatIsReplacedByAnotherIsAFailureThatNamesIt() throws Exception {
    awaitWatching();
    Files.move(watched, parent.resolve("moved"));
    Files.createDirectory(watched);
    assertFailureNamesTheFolder();
  }

  /** It counts a file, and then the folder is empty again. */
  private void awaitWatching() throws Exception {
    Path file = Files.writeString(watched.resolve("first.txt"), "one\n");
    awaitWords(1);
    Files.delete(file);
  }

  private void assertFailureNamesTheFolder() throws Exception {
    Await.until(() -> state() == ServiceState.FAILED, () -> "it is " + state());
    String failure = host.service("counter").failure().orElseThrow().toString();
    assertTrue(failure.contains(watched.toString()), failure);
  }

  // ----

  private void awaitWords(long words) throws Exception {
    Await.until(() -> tally.words() == words, () -> tally + "; the counter is " + state());
  }

  private ServiceState state() {
    return host.service("counter").state();
  }
}
