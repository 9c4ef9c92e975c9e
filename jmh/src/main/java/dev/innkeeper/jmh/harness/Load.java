package dev.innkeeper.jmh.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.IntStream;

/** A busy machine: one spinning process for each core, until closed. */
public record Load(List<Process> processes) implements AutoCloseable {

  public static Load on(int cores) {
    return new Load(IntStream.range(0, cores).mapToObj(core -> startSpinning()).toList());
  }

  /** False if a process has ended by itself. */
  boolean isAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
  }

  private static Process startSpinning() {
    try {
      List<String> small = List.of("-Xmx16m", "-XX:+UseSerialGC");
      return Forks.start(
          Jdk.running(), Load.class, small, List.of(), Redirect.DISCARD, Redirect.INHERIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spins until whoever started this process has closed its input, if only by dying. */
  public static void main(String[] args) throws IOException {
    Thread.ofPlatform().daemon().start(Load::spin);
    while (System.in.read() >= 0) {}
  }

  private static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
