import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java file under the folders named: {@code check FOLDER...}
 * names the files that are not formatted and fails, {@code write FOLDER...} formats them.
 */
final class FormatSources {
  public static void main(String... args) throws Exception {
    boolean write = args[0].equals("write");
    List<String> command = new ArrayList<>();
    command.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    for (String folder : Arrays.asList(args).subList(1, args.length)) {
      command.addAll(javaFiles(Path.of(folder)));
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int exitCode = new Main(out, err, System.in).format(command.toArray(new String[0]));
    if (exitCode != 0 && !write) {
      System.err.println(
          "The files named above are not formatted. Run: mvn -q -N -Pformat process-sources");
    }
    System.exit(exitCode);
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().toList();
    }
  }
}
