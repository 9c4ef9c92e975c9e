package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that start a host and end: what is said if nobody has stopped it. */
class ForgottenHostsIT {

  private static ChildJvm.Result run(String program) throws Exception {
    return ChildJvm.run(List.of(), ForgottenProgram.class, program);
  }

  private static List<String> said(ChildJvm.Result result) {
    return result.lines().stream().filter(line -> line.startsWith("innkeeper: ")).toList();
  }

  private static String line(String hosts) {
    return "innkeeper: the JVM ends, and nobody has stopped "
        + hosts
        + ": call host.run(), or host.close() when the program ends";
  }

  @Test
  void aMainThatOnlyStartsIsTold() throws Exception {
    ChildJvm.Result result = run("forgets");
    assertEquals(List.of("main ends", line("host 'shop'")), result.lines());
    assertEquals(0, result.exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "closes",
        "closes in a block",
        "closes in a hook",
        "turns it off",
        "is configured",
        "fails to start",
        "runs"
      })
  void oneThatStopsItsHostIsNot(String program) throws Exception {
    ChildJvm.Result result = run(program);
    assertEquals(List.of(), said(result));
    assertEquals(0, result.exitCode());
  }

  @Test
  void allThatWereForgottenAreNamedOnce() throws Exception {
    assertEquals(List.of(line("hosts 'first', 'second'")), said(run("two")));
  }

  @Test
  void thoseThatWereStoppedAreNot() throws Exception {
    for (String program : List.of("two, one is closed", "one after the other")) {
      assertEquals(List.of(line("host 'second'")), said(run(program)), program);
    }
  }

  @Test
  void anExitIsToldAndItsCodeIsKept() throws Exception {
    List<ChildJvm.Result> results = List.of(run("exits"), run("exits in a service"));
    assertEquals(List.of(3, 4), results.stream().map(ChildJvm.Result::exitCode).toList());
    List<String> all = results.stream().flatMap(result -> said(result).stream()).toList();
    assertEquals(Stream.of("host 'shop'", "host 'shop'").map(ForgottenHostsIT::line).toList(), all);
  }
}
