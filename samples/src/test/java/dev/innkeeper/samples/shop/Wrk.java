package dev.innkeeper.samples.shop;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of wrk, with the answers that it got. Closing it ends it. */
final class Wrk implements AutoCloseable {

  /** Where nobody listens it spins; the other processor is the shop's. */
  private static final int THREADS = 1;

  /** Enough for the rate where each answer takes up to 200 ms. */
  private static final int CONNECTIONS = 44;

  private static final int REQUESTS_PER_SECOND = 220;
  private static final String PREFIX = "/orders/";
  private static final Pattern SOCKET_ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  /**
   * What it got.
   *
   * @param byStatus how many answers
   * @param accepted the ids of the orders that were accepted
   * @param unanswered connections that were refused, or ended before the answer; wrk tries again at
   *     once, so where nobody listens these are many
   * @param timeouts requests without an answer in time
   */
  record Answers(
      Map<Integer, Integer> byStatus, List<String> accepted, int unanswered, int timeouts) {

    int with(int status) {
      return byStatus.getOrDefault(status, 0);
    }

    int all() {
      return byStatus.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of those that must not be. */
    int otherErrors() {
      return all() - with(201) - with(503);
    }
  }

  private final Process process;
  private final Path folder;
  private final Path output;
  private final long start = System.nanoTime();

  private Wrk(Process process, Path folder, Path output) {
    this.process = process;
    this.folder = folder;
    this.output = output;
  }

  static Wrk start(int port, Duration duration, Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "wrk");
    Path output = folder.resolve("wrk.txt");
    Process process =
        new ProcessBuilder(
                "wrk",
                "--threads=" + THREADS,
                "--connections=" + CONNECTIONS,
                "--duration=" + duration.toSeconds() + "s",
                "--timeout=10s",
                "--script=" + script(),
                "http://127.0.0.1:" + port,
                "--",
                folder.toString(),
                Integer.toString(REQUESTS_PER_SECOND / THREADS))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Wrk(process, folder, output);
  }

  private static Path script() {
    URL script = Objects.requireNonNull(Wrk.class.getResource("/shop/orders.lua"));
    try {
      return Path.of(script.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that it got, once its time is over. */
  Answers await() throws IOException, InterruptedException {
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("wrk: exit code " + exit + "\n" + Files.readString(output));
    }
    return read();
  }

  /** Answers a second, from its start until now. */
  double rate() throws IOException {
    return lines().size() * 1e9 / (System.nanoTime() - start);
  }

  private Answers read() throws IOException {
    Map<Integer, Integer> byStatus = new TreeMap<>();
    List<String> accepted = new ArrayList<>();
    for (String line : lines()) {
      int space = line.indexOf(' ');
      byStatus.merge(Integer.valueOf(line.substring(0, space)), 1, Integer::sum);
      if (line.startsWith(PREFIX, space + 1)) {
        accepted.add(line.substring(space + 1 + PREFIX.length()));
      }
    }
    Matcher errors = SOCKET_ERRORS.matcher(Files.readString(output));
    if (!errors.find()) {
      return new Answers(byStatus, accepted, 0, 0);
    }
    int unanswered = 0;
    for (int group = 1; group <= 3; group++) {
      unanswered += Integer.parseInt(errors.group(group));
    }
    return new Answers(byStatus, accepted, unanswered, Integer.parseInt(errors.group(4)));
  }

  /** One for each answer by now. */
  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int thread = 1; thread <= THREADS; thread++) {
      Path answers = folder.resolve("answers-" + thread + ".txt");
      if (Files.exists(answers)) {
        lines.addAll(Files.readAllLines(answers));
      }
    }
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
