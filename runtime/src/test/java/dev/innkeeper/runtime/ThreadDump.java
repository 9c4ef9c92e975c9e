package dev.innkeeper.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JDK's structured thread dump, read back: which scope stands under which, with which threads.
 */
final class ThreadDump {

  private static final Pattern CONTAINER = Pattern.compile("\"container\": \"([^\"]*)\"");
  private static final Pattern OWNER = Pattern.compile("\"owner\": \"?(\\d+)");
  private static final Pattern THREAD =
      Pattern.compile("\"tid\": \"?(\\d+)\"?[^}]*?\"name\": \"([^\"]*)\"");

  private final Map<String, Scope> scopesByName = new HashMap<>();
  private final Map<String, String> threadNames = new HashMap<>();

  private record Scope(String ownerId, List<String> threads) {}

  static ThreadDump now() throws IOException {
    Path directory = Files.createTempDirectory("innkeeper-dump");
    Path file = directory.resolve("dump.json");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
      return new ThreadDump(Files.readString(file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private ThreadDump(String json) {
    String[] parts = json.split("(?=\"container\": )", -1);
    for (String part : parts) {
      Matcher container = CONTAINER.matcher(part);
      if (container.lookingAt()) {
        Matcher owner = OWNER.matcher(part);
        List<String> threads = new ArrayList<>();
        Matcher thread = THREAD.matcher(part);
        while (thread.find()) {
          String name = thread.group(2).replace("\\/", "/");
          threadNames.put(thread.group(1), name);
          threads.add(name);
        }
        String scope =
            container.group(1).replaceFirst("\\\\?/(jdk|java)\\..*", "").replace("\\/", "/");
        scopesByName.put(scope, new Scope(owner.find() ? owner.group(1) : "none", threads));
      }
    }
  }

  /** The threads in a scope, sorted. */
  List<String> threadsIn(String scope) {
    return find(scope).threads.stream().sorted().toList();
  }

  /** The name of the thread that owns a scope. */
  String ownerOf(String scope) {
    return threadNames.getOrDefault(find(scope).ownerId, "?");
  }

  private Scope find(String scope) {
    Scope found = scopesByName.get(scope);
    if (found == null) {
      throw new AssertionError("no scope '" + scope + "' in " + scopesByName.keySet());
    }
    return found;
  }
}
