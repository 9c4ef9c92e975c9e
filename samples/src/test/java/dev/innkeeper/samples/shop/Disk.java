package dev.innkeeper.samples.shop;

import dev.innkeeper.samples.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk that is full for one process, on Linux: none of its files may become larger than one is
 * now. A write beyond that fails, as on a disk without space, and the limit can be lifted.
 */
final class Disk {

  private Disk() {}

  /** For a program that writes to this file. */
  static void fill(Program program, Path file) throws IOException, InterruptedException {
    limit(program, Files.size(file) + ":unlimited");
  }

  static void free(Program program) throws IOException, InterruptedException {
    limit(program, "unlimited");
  }

  private static void limit(Program program, String fileSize)
      throws IOException, InterruptedException {
    String pid = Long.toString(program.pid());
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + fileSize).inheritIO().start();
    if (prlimit.waitFor() != 0) {
      throw new AssertionError("no limit for " + program);
    }
  }
}
