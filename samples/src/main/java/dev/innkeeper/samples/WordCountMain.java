package dev.innkeeper.samples;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.samples.wordcount.Folder;
import dev.innkeeper.samples.wordcount.Reporter;
import dev.innkeeper.samples.wordcount.Tally;
import dev.innkeeper.samples.wordcount.WordCounter;
import dev.innkeeper.samples.wordcount.Writer;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder, counts the words of the text files in it as they come, and reports every two
 * seconds, until Ctrl-C.
 *
 * <p>With an argument it watches that folder; without one it makes a folder and writes into it.
 */
public final class WordCountMain {

  private static final Logger LOG = LoggerFactory.getLogger(WordCountMain.class);

  private WordCountMain() {}

  public static void main(String[] args) {
    Folder folder = args.length > 0 ? Folder.existing(Path.of(args[0])) : Folder.temporary();
    Tally tally = new Tally();

    HostBuilder builder =
        Host.builder("wordcount")
            .add("folder", folder)
            .add("counter", new WordCounter(folder, tally), s -> s.dependsOn("folder"))
            .add("reporter", new Reporter(tally, Duration.ofSeconds(2)))
            .startConcurrently()
            .stopConcurrently()
            .shutdownTimeout(Duration.ofSeconds(5));
    if (folder.isTemporary()) {
      builder.add("writer", new Writer(folder), s -> s.dependsOn("counter"));
    }

    LOG.info("Ctrl-C stops it");
    StopReport report = builder.build().run();
    LOG.info("Stop report: {}", report);
    LOG.info("In all: {}", tally);
  }
}
