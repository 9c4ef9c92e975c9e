package dev.innkeeper.samples.wordcount;

import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step that the others wait for: the folder is there before anybody watches it. */
public final class Folder implements HostedService {

  private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

  private final boolean temporary;

  /** Written by {@link #start}, before the services that depend on it start. */
  private volatile @Nullable Path path;

  /** Written by the same. */
  private volatile @Nullable Object identity;

  private Folder(@Nullable Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /** A folder that somebody else fills. */
  public static Folder existing(Path path) {
    return new Folder(path.toAbsolutePath(), false);
  }

  /** A folder that is made at the start and deleted at the end. */
  public static Folder temporary() {
    return new Folder(null, true);
  }

  @Override
  public void start(ServiceContext context) throws IOException {
    if (temporary) {
      path = Files.createTempDirectory("wordcount");
    } else if (!Files.isDirectory(path())) {
      throw new NotDirectoryException(path().toString());
    }
    identity = identity();
    LOG.info("Watching {}", path());
  }

  @Override
  public void stop(ServiceContext context) throws IOException {
    if (temporary && Files.isDirectory(path())) {
      try (Stream<Path> all = Files.walk(path())) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  public boolean isTemporary() {
    return temporary;
  }

  /** After the start. */
  public Path path() {
    return Objects.requireNonNull(path, "not started");
  }

  /**
   * Does nothing while the folder is the one that was there at the start.
   *
   * @throws IOException if it was deleted, moved away, or replaced by another
   */
  void requireUnchanged() throws IOException {
    if (!Objects.equals(identity, identity())) {
      throw new IOException(path() + " is not the folder any more that it was");
    }
  }

  /** What the file system knows it by; null where there is no such thing. */
  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(path(), BasicFileAttributes.class).fileKey();
  }

  /** The files that are in it now. */
  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
