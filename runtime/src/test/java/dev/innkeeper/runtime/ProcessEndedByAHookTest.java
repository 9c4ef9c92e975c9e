package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process whose output is read: no interrupt ends that, so a hook ends the process. */
class ProcessEndedByAHookTest {

  /** Comes to the end of the output, or finds it closed, which is a plain IOException. */
  private static void readOutput(ServiceContext context, CountDownLatch begun) throws IOException {
    Process process = new ProcessBuilder("sleep", "1000").start();
    try (InputStream out = process.getInputStream()) {
      context.onStopRequested(process::destroy, IOException.class);
      begun.countDown();
      out.transferTo(System.out);
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheWorkCleanly(boolean onPlatformThreads) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Host host =
        Host.builder("inn")
            .background(
                "w",
                context -> readOutput(context, begun),
                options -> {
                  options.interruptAfter(Duration.ofHours(1));
                  if (onPlatformThreads) {
                    options.platformThreads();
                  }
                })
            .build();
    host.start();
    begun.await();
    StopReport report = host.stop();
    assertTrue(report.clean(), report.toString());
  }
}
