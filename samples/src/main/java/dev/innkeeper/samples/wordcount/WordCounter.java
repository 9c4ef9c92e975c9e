package dev.innkeeper.samples.wordcount;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the words of each text file that is in the folder or comes into it.
 *
 * <p>It blocks in {@link WatchService#poll}, which knows nothing of the host; the hook closes the
 * watch service when this service is asked to stop, and so ends the wait, by an exception that is a
 * normal end then. A file at hand is finished, because being asked is not being interrupted.
 *
 * <p>A file that cannot be read is skipped. If the folder is gone the service fails.
 */
public final class WordCounter implements BackgroundService {

  private static final Logger LOG = LoggerFactory.getLogger(WordCounter.class);

  /** How often it looks whether the folder is still there. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  private final Folder folder;
  private final Tally tally;

  public WordCounter(Folder folder, Tally tally) {
    this.folder = folder;
    this.tally = tally;
  }

  // snippet: hook
  @Override
  public void execute(ServiceContext context) throws IOException, InterruptedException {
    try (WatchService watch = folder.path().getFileSystem().newWatchService()) {
      context.onStopRequested(() -> close(watch));
      folder.path().register(watch, ENTRY_CREATE, ENTRY_MODIFY);
      countAll(folder.files());
      while (!context.isStopRequested()) {
        countAll(nextFiles(watch));
      }
    }
  }

  // end

  /**
   * Blocks until there are some, or a second has passed. A file that was written in many pieces is
   * there once. The watch service keeps a few hundred events; if there were more at once, it says
   * so instead, and all files have to be looked at.
   */
  private Collection<Path> nextFiles(WatchService watch) throws IOException, InterruptedException {
    WatchKey key = watch.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    folder.requireUnchanged(); // no event tells that a folder was moved away
    if (key == null) {
      return List.of();
    }
    List<WatchEvent<?>> events = key.pollEvents();
    if (!key.reset()) {
      throw new NoSuchFileException(folder.path().toString(), null, "the folder is gone");
    }
    if (events.stream().anyMatch(event -> event.kind().equals(OVERFLOW))) {
      return folder.files();
    }
    Set<Path> files = new LinkedHashSet<>();
    for (WatchEvent<?> event : events) {
      files.add(folder.path().resolve((Path) event.context()));
    }
    return files;
  }

  private void countAll(Collection<Path> files) throws ClosedByInterruptException {
    for (Path file : files) {
      if (file.toString().endsWith(".txt") && Files.isRegularFile(file)) {
        count(file);
      }
    }
  }

  /** A file that cannot be read is no reason to count none at all. */
  private void count(Path file) throws ClosedByInterruptException {
    String name = file.getFileName().toString();
    Map<String, Integer> words = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (Matcher word = WORD.matcher(line); word.find(); ) {
          words.merge(word.group().toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("Skipped {}: {}", name, e.toString());
      return;
    }
    if (tally.put(name, words)) {
      LOG.info("{}: {} words", name, Tally.sum(words));
    }
  }

  private static void close(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      LOG.warn("The watch service did not close", e);
    }
  }
}
