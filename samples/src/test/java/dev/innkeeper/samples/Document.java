package dev.innkeeper.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A Markdown file of the project: what is in it that can be wrong.
 *
 * @param file its path from the root of the project
 * @param blocks its fenced code blocks
 * @param links where its links and pictures lead, as they stand there
 * @param anchors its headings, as a link names them
 */
record Document(Path file, List<Block> blocks, List<String> links, Set<String> anchors) {

  /** A fenced code block: its line, what stands behind the fence, and what is in it. */
  record Block(int line, String language, String text) {}

  static final Path ROOT = Path.of("..");

  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
  private static final TextContentRenderer PLAIN =
      TextContentRenderer.builder().lineBreakRendering(LineBreakRendering.STRIP).build();

  /** All that a reader may come upon. */
  static List<Document> all() throws IOException {
    List<Document> all = new ArrayList<>();
    all.addAll(in(ROOT, 1));
    all.addAll(in(ROOT.resolve("docs"), 2));
    all.addAll(in(ROOT.resolve("jmh"), 1));
    return all;
  }

  private static List<Document> in(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(Document::read)
          .toList();
    }
  }

  static Document read(Path path) {
    try {
      return of(ROOT.relativize(path), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document of(Path file, String markdown) {
    List<Block> blocks = new ArrayList<>();
    List<String> links = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    Node root = PARSER.parse(markdown);
    root.accept(
        new AbstractVisitor() {
          @Override
          public void visit(FencedCodeBlock block) {
            int line = block.getSourceSpans().getFirst().getLineIndex() + 1;
            blocks.add(new Block(line, block.getInfo(), block.getLiteral()));
          }

          @Override
          public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            links.add(image.getDestination());
          }

          @Override
          public void visit(Heading heading) {
            headings.add(anchor(PLAIN.render(heading)));
            visitChildren(heading);
          }
        });
    return new Document(file, blocks, links, numbered(headings));
  }

  /** As GitHub makes one of a heading: lower case, no punctuation, hyphens for spaces. */
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Of headings that are the same, the second has a 1 behind it. */
  private static Set<String> numbered(List<String> headings) {
    List<String> anchors = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      String heading = headings.get(i);
      long before = headings.subList(0, i).stream().filter(heading::equals).count();
      anchors.add(before == 0 ? heading : heading + "-" + before);
    }
    return anchors.stream().collect(Collectors.toUnmodifiableSet());
  }

  /** The code blocks of a language. */
  List<Block> blocksIn(String language) {
    return blocks.stream().filter(block -> block.language.equals(language)).toList();
  }

  String where(Block block) {
    return file + ":" + block.line;
  }
}
