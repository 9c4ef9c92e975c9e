package dev.innkeeper.samples.leader;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Another process, as a service: it is asked to stop by SIGTERM, and fails if it ends by itself.
 */
final class InstanceProcess implements BackgroundService {

  private final String url;

  InstanceProcess(String url) {
    this.url = url;
  }

  @Override
  public void execute(ServiceContext context) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LeaderMain.class.getName(),
                url)
            .inheritIO()
            .start();
    try {
      context.onStopRequested(process::destroy);
      int exit = process.waitFor();
      if (!context.isStopRequested()) {
        throw new IllegalStateException("the process ended with exit code " + exit);
      }
    } finally {
      process.destroyForcibly(); // if its time to stop is over
    }
  }
}
