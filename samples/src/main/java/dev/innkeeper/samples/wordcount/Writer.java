package dev.innkeeper.samples.wordcount;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills the folder: a text of random length every few hundred milliseconds. */
public final class Writer implements BackgroundService {

  /** Shakespeare, Sonnet 18. */
  private static final List<String> LINES =
      List.of(
          "Shall I compare thee to a summer's day?",
          "Thou art more lovely and more temperate:",
          "Rough winds do shake the darling buds of May,",
          "And summer's lease hath all too short a date;",
          "Sometime too hot the eye of heaven shines,",
          "And often is his gold complexion dimm'd;",
          "And every fair from fair sometime declines,",
          "By chance or nature's changing course untrimm'd;",
          "But thy eternal summer shall not fade,",
          "Nor lose possession of that fair thou ow'st;",
          "Nor shall death brag thou wander'st in his shade,",
          "When in eternal lines to time thou grow'st:",
          "So long as men can breathe or eyes can see,",
          "So long lives this, and this gives life to thee.");

  private final Folder folder;
  private final Random random = new Random();

  public Writer(Folder folder) {
    this.folder = folder;
  }

  @Override
  public void execute(ServiceContext context) throws IOException, InterruptedException {
    int number = 0;
    do {
      write(String.format("sonnets-%03d.txt", ++number), 100 + random.nextInt(20_000));
    } while (!context.awaitStop(Duration.ofMillis(300 + random.nextInt(600))));
  }

  /** Under another name first, so that nobody sees half a file. */
  private void write(String name, int lines) throws IOException {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      text.add(LINES.get(random.nextInt(LINES.size())));
    }
    Path part = Files.write(folder.path().resolve(name + ".part"), text);
    Files.move(part, folder.path().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
