package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.samples.Document.Block;
import dev.innkeeper.samples.Samples.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the documents name is there: pages, headings, samples, artifacts, options. */
class DocumentsTest {

  private static final Set<String> LANGUAGES =
      Set.of("java", "kotlin", "xml", "properties", "text");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern RUN = Pattern.compile("samples/run +([a-z][a-z-]*)");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev.innkeeper</groupId>\\s*<artifactId>([\\w-]+)</artifactId>"
              + "\\s*<version>([^<]+)</version>");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>innkeeper-parent</artifactId>\\s*<version>([^<]+)</version>");

  private List<Document> documents;

  @BeforeEach
  void read() throws IOException {
    documents = Document.all();
  }

  @Test
  void eachLinkInsideTheProjectLeadsToAFileAndAHeadingThatAreThere() {
    List<String> dead = new ArrayList<>();
    for (Document document : documents) {
      List<String> inside =
          document.links().stream().filter(link -> !ELSEWHERE.matcher(link).matches()).toList();
      for (String link : inside) {
        if (!leadsSomewhere(document, link)) {
          dead.add(document.file() + ": " + link);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  private static boolean leadsSomewhere(Document from, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? from.file() : from.file().resolveSibling(path);
    Path file = Document.ROOT.resolve(target).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0 || Document.read(file).anchors().contains(link.substring(hash + 1));
  }

  @Test
  void eachCodeBlockSaysWhatItIsIn() {
    List<String> unknown =
        documents.stream()
            .flatMap(document ->
                document.blocks().stream()
                    .filter(block -> !LANGUAGES.contains(block.language()))
                    .map(block -> document.where(block) + ": '" + block.language() + "'"))
            .toList();
    assertEquals(List.of(), unknown);
  }

  @Test
  void eachSampleThatIsToBeRunIsInTheList() throws IOException {
    Set<String> names = Samples.ALL.stream().map(Sample::name).collect(Collectors.toSet());
    for (Document document : documents) {
      Matcher run = RUN.matcher(Files.readString(Document.ROOT.resolve(document.file())));
      List<String> unknown =
          run.results().map(found -> found.group(1)).filter(name -> !names.contains(name)).toList();
      assertEquals(List.of(), unknown, document.file()::toString);
    }
  }

  @Test
  void eachDependencyOnInnkeeperIsAnArtifactOfThisBuild() throws IOException {
    String version = onlyMatch(VERSION, Files.readString(Document.ROOT.resolve("pom.xml")));
    List<String> artifacts =
        Stream.of(
                "innkeeper-timer",
                "innkeeper-runtime",
                "innkeeper-junit",
                "innkeeper-cdi",
                "innkeeper-spring-boot-starter")
            .map(artifact -> artifact + ":" + version)
            .toList();
    List<String> named =
        blocksIn("xml").stream()
            .flatMap(block -> DEPENDENCY.matcher(block.text()).results())
            .map(found -> found.group(1) + ":" + found.group(2))
            .toList();
    assertFalse(named.isEmpty());
    assertEquals(List.of(), named.stream().filter(name -> !artifacts.contains(name)).toList());
  }

  private static String onlyMatch(Pattern pattern, String text) {
    List<String> found = pattern.matcher(text).results().map(match -> match.group(1)).toList();
    assertEquals(1, found.size(), pattern::pattern);
    return found.getFirst();
  }

  @Test
  void eachBlockOfOptionsIsReadByTheHost() throws IOException {
    List<Block> options = blocksIn("properties");
    assertFalse(options.isEmpty());
    for (Block block : options) {
      Properties properties = new Properties();
      properties.load(new StringReader(block.text()));
      String prefix = isOfSpring(properties) ? "innkeeper." : "";
      assertDoesNotThrow(() -> HostSettings.from(properties, prefix), block::text);
    }
  }

  /** Whether others have keys there, too. */
  private static boolean isOfSpring(Properties properties) {
    return properties.stringPropertyNames().stream()
        .allMatch(key -> key.startsWith("innkeeper.") || key.startsWith("management."));
  }

  private List<Block> blocksIn(String language) {
    return documents.stream().flatMap(document -> document.blocksIn(language).stream()).toList();
  }
}
