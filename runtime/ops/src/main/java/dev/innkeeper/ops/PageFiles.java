package dev.innkeeper.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The files of the page, all of which are known beforehand. Immutable. */
final class PageFiles {

  /**
   * One of them.
   *
   * @param bytes not to be written to
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record PageFile(String type, byte[] bytes) {}

  private static final List<String> SCRIPTS =
      List.of("page", "dom", "graph", "jobs", "orders", "queues", "services", "stream", "words");

  private final Map<String, PageFile> files = new HashMap<>();

  PageFiles() {
    add("/", "page.html", "text/html");
    add("/page.css", "page.css", "text/css");
    add("/icon.svg", "icon.svg", "image/svg+xml");
    SCRIPTS.forEach(name -> add("/" + name + ".js", name + ".js", "text/javascript"));
  }

  private void add(String path, String file, String type) {
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      files.put(path, new PageFile(type + "; charset=utf-8", bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nullable PageFile find(String path) {
    return files.get(path);
  }
}
