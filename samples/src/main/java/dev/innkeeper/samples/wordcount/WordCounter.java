package dev.innkeeper.samples.wordcount;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the words of each text file that is in the folder or comes into it.
 *
 * <p>It blocks in {@link WatchService#take}, which knows nothing of the host; the hook closes the
 * watch service when this service is asked to stop, and so ends the wait. A file at hand is
 * finished, because being asked is not being interrupted.
 */
public final class WordCounter implements BackgroundService {

  private static final Logger LOG = LoggerFactory.getLogger(WordCounter.class);
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
      context.onStopping(() -> close(watch));
      folder.path().register(watch, ENTRY_CREATE, ENTRY_MODIFY);
      for (Path file : folder.files()) {
        count(file);
      }
      while (!context.isStopping()) {
        for (Path file : nextFiles(watch)) {
          count(file);
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("Asked to stop");
    }
  }

  // end

  /** Blocks until there are some. One that was written in many pieces is there once. */
  private Set<Path> nextFiles(WatchService watch) throws InterruptedException {
    WatchKey key = watch.take();
    Set<Path> files = new LinkedHashSet<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        files.add(folder.path().resolve(name));
      }
    }
    key.reset();
    return files;
  }

  private void count(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!name.endsWith(".txt")) {
      return;
    }
    Map<String, Integer> words = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (Matcher word = WORD.matcher(line); word.find(); ) {
          words.merge(word.group().toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
      }
    } catch (NoSuchFileException | MalformedInputException e) {
      LOG.warn("Skipped {}: {}", name, e.toString());
      return;
    }
    tally.put(name, words);
    LOG.info("{}: {} words", name, Tally.sum(words));
  }

  private static void close(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      LOG.warn("The watch service did not close", e);
    }
  }
}
