package dev.innkeeper.ops;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends messages by the program {@code systemd-notify}: a process for each of them.
 *
 * <p>All is given as assignments, since not each version has each option: that of systemd 252 takes
 * {@code --stopping} for an error, and tells that to systemd. Nor is it told not to wait: when it
 * has ended before systemd reads the message, systemd cannot know which unit it is from.
 */
final class NotifyProgram implements NotifySocket.Way {

  /** It waits up to five seconds for systemd by itself. */
  private static final long MOST_SECONDS = 10;

  private static final int MOST_OUTPUT = 500;

  private final Path program;
  private final String address;

  NotifyProgram(Path program, String address) {
    this.program = program;
    this.address = address;
  }

  /** By the one that is on the {@code PATH}. */
  static NotifyProgram to(String address) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    return new NotifyProgram(find("systemd-notify", path), address);
  }

  static Path find(String name, String path) throws IOException {
    for (String folder : path.split(":", -1)) {
      Path found = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(found) && Files.isRegularFile(found)) {
        return found;
      }
    }
    throw new IOException("'" + name + "' is in no folder of PATH, which is '" + path + "'");
  }

  @Override
  public void send(List<String> lines) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(lines);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NOTIFY_SOCKET", address);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      await(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private void await(Process process) throws IOException {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(program + " has not ended within " + MOST_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while waiting for " + program);
    }
    int exit = process.exitValue();
    if (exit != 0) {
      byte[] output = process.getInputStream().readNBytes(MOST_OUTPUT);
      String said = new String(output, StandardCharsets.UTF_8).strip();
      throw new IOException(program + " has ended with " + exit + ": " + said);
    }
  }
}
