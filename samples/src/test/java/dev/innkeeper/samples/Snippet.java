package dev.innkeeper.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a sample or of its test that is there to be shown: what stands between {@code //
 * snippet: name} and {@code // end}, moved to the left.
 */
record Snippet(Path file, String name, String text) {

  private static final String BEGIN = "// snippet: ";
  private static final String END = "// end";

  static List<Snippet> all() throws IOException {
    List<Snippet> all = new ArrayList<>();
    for (Path sources : sources()) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(Snippet::isSource).sorted().toList()) {
          all.addAll(in(file, Files.readAllLines(file)));
        }
      }
    }
    return all;
  }

  /** Of this module, and of those that have a framework of their own: in it, and the starter. */
  private static List<Path> sources() throws IOException {
    Stream<Path> apart =
        Stream.of(Path.of("src"), Path.of("../runtime/spring-boot-starter/src/test"));
    try (Stream<Path> folders = Files.list(Path.of("."))) {
      Stream<Path> ofOthers = folders.sorted().map(folder -> folder.resolve("src"));
      return Stream.concat(apart, ofOthers).filter(Files::isDirectory).toList();
    }
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") || file.toString().endsWith(".kt");
  }

  /** The language of a block that shows it. */
  String language() {
    return file.toString().endsWith(".kt") ? "kotlin" : "java";
  }

  private static List<Snippet> in(Path file, List<String> lines) {
    List<Snippet> found = new ArrayList<>();
    List<String> body = new ArrayList<>();
    String open = null;
    for (String line : lines) {
      String marker = line.strip();
      if (marker.startsWith(BEGIN)) {
        require(open == null, file, open, "is not ended before the next begins");
        open = marker.substring(BEGIN.length());
        body.clear();
      } else if (marker.equals(END)) {
        require(open != null, file, "?", "is ended and has not begun");
        found.add(new Snippet(file, open, moved(body)));
        open = null;
      } else {
        body.add(line);
      }
    }
    require(open == null, file, open, "is not ended");
    return found;
  }

  private static String moved(List<String> lines) {
    return String.join("\n", lines).stripTrailing().stripIndent() + "\n";
  }

  private static void require(boolean fine, Path file, @Nullable String name, String otherwise) {
    if (!fine) {
      throw new AssertionError("snippet '" + name + "' of " + file + " " + otherwise);
    }
  }

  List<String> lines() {
    return text.lines().toList();
  }

  @Override
  public String toString() {
    return "'" + name + "' of " + file;
  }
}
