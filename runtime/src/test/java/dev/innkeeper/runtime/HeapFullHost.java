package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobQueue;
import java.util.ArrayList;
import java.util.List;

/** A process whose heap fills up for good: nothing that fills it is ever let go. */
final class HeapFullHost {

  private static final int BLOCK = 4_096;
  private static final List<byte[]> KEPT = new ArrayList<>();

  private HeapFullHost() {}

  public static void main(String[] args) {
    HostBuilder builder = Host.builder("full").background("idle", context -> context.awaitStop());
    switch (args[0]) {
      case "work" -> builder.background("hog", context -> fill());
      case "start" -> builder.add("hog", context -> fill());
      case "job" -> addJob(builder);
      case "thread" -> Thread.ofPlatform().daemon().start(HeapFullHost::fill);
      default -> throw new IllegalArgumentException(args[0]);
    }
    builder.build().run();
    System.out.println("run() is back");
  }

  private static void addJob(HostBuilder builder) {
    JobQueue<String, Void> queue = JobQueue.<String>builder("queue", item -> fill()).build();
    builder
        .queue(queue)
        .add("submitter", context -> queue.submit("hog"), s -> s.dependsOn("queue"));
  }

  private static void fill() {
    while (true) {
      KEPT.add(new byte[BLOCK]);
    }
  }
}
