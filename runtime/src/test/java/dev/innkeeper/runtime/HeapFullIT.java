package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A heap that is full for good leaves nobody the memory to stop in order: the JVM is to end by
 * itself, with the flag that the guide recommends. Without it the process may hang for ever.
 */
class HeapFullIT {

  /** What the JVM ends with on account of the flag. */
  private static final int EXIT_CODE = 3;

  @ParameterizedTest
  @ValueSource(strings = {"work", "start", "job", "thread"})
  void theProcessEndsWhoeverFillsTheHeap(String where) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"), HeapFullHost.class, where);
    assertEquals(EXIT_CODE, result.exitCode(), result.lines()::toString);
    assertTrue(
        result.lines().stream().anyMatch(line -> line.contains("Terminating due to")),
        result.lines()::toString);
  }
}
