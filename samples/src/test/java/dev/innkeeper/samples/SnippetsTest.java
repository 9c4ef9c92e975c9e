package dev.innkeeper.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.samples.Document.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code in the documents is what was compiled, and all that is marked for them is there. */
class SnippetsTest {

  private List<Document> documents;
  private List<Snippet> snippets;

  @BeforeEach
  void read() throws IOException {
    documents = Document.all();
    snippets = Snippet.all();
  }

  @Test
  void eachBlockOfCodeInTheDocumentsIsCutFromASample() {
    Set<String> texts =
        snippets.stream().map(s -> s.language() + s.text()).collect(Collectors.toSet());
    List<String> strangers = new ArrayList<>();
    for (Document document : documents) {
      for (Block block : codeIn(document).toList()) {
        if (!texts.contains(block.language() + block.text())) {
          strangers.add(document.where(block) + ": " + difference(block.text().lines().toList()));
        }
      }
    }
    assertEquals(List.of(), strangers);
  }

  private static Stream<Block> codeIn(Document document) {
    return Stream.of("java", "kotlin").flatMap(language -> document.blocksIn(language).stream());
  }

  @Test
  void eachSnippetIsShownInADocument() {
    Set<String> shown =
        documents.stream()
            .flatMap(SnippetsTest::codeIn)
            .map(Block::text)
            .collect(Collectors.toSet());
    List<Snippet> unseen = snippets.stream().filter(s -> !shown.contains(s.text())).toList();
    assertEquals(List.of(), unseen);
  }

  @Test
  void thereAreDocumentsAndSnippets() {
    assertFalse(documents.isEmpty());
    assertFalse(snippets.isEmpty());
  }

  /**
   * To the snippet that comes nearest: of those that begin like it, who goes on like it longest.
   */
  private String difference(List<String> block) {
    Snippet nearest = null;
    int same = 0;
    for (Snippet snippet : snippets) {
      int lines = sameLines(block, snippet.lines());
      if (lines > same) {
        nearest = snippet;
        same = lines;
      }
    }
    if (nearest == null) {
      return "no snippet begins with \"" + line(block, 0) + "\"";
    }
    return String.format(
        "as %s, but for line %d: there \"%s\", here \"%s\"",
        nearest, same + 1, line(nearest.lines(), same), line(block, same));
  }

  private static int sameLines(List<String> one, List<String> other) {
    int most = Math.min(one.size(), other.size());
    return IntStream.range(0, most)
        .filter(i -> !one.get(i).equals(other.get(i)))
        .findFirst()
        .orElse(most);
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "(the end)";
  }
}
