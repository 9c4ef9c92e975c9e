package dev.innkeeper.junit;

import static dev.innkeeper.junit.TestsUnderTest.failureOf;
import static dev.innkeeper.junit.TestsUnderTest.failuresOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test is given. The nested classes are tests that are run by these. */
class InnkeeperExtensionTest {

  /** What a test under test has seen. */
  private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

  @BeforeEach
  void nothingIsSeen() {
    SEEN.clear();
  }

  @ExtendWith(InnkeeperExtension.class)
  static class TakesAll {

    TakesAll(ManualTimeSource time) {
      SEEN.add(time);
    }

    @BeforeEach
    void before(ManualTimeSource time) {
      SEEN.add(time);
    }

    @Test
    void aTest(ManualTimeSource time, HostBuilder builder, TestContext context) throws Exception {
      SEEN.add(time);
      SEEN.add(context.timeSource());
      Host host = builder.background("inbox", given -> SEEN.add(given.timeSource())).build();
      host.start();
      time.drive(host::stop);
      assertEquals("Host[aTest, STOPPED]", host.toString());
    }

    @AfterEach
    void after(ManualTimeSource time) {
      SEEN.add(time);
    }
  }

  @Test
  void givesOneTimeToAllPartsOfATest() {
    assertEquals(List.of(), failuresOf(TakesAll.class));
    assertEquals(6, SEEN.size());
    SEEN.forEach(each -> assertSame(SEEN.getFirst(), each));
  }

  @ExtendWith(InnkeeperExtension.class)
  static class Two {
    @Test
    void one(ManualTimeSource time) {
      SEEN.add(time);
    }

    @Test
    void other(ManualTimeSource time) {
      SEEN.add(time);
    }
  }

  @Test
  void givesEachTestATimeOfItsOwn() {
    assertEquals(List.of(), failuresOf(Two.class));
    assertNotSame(SEEN.get(0), SEEN.get(1));
  }

  static class Dated {
    @RegisterExtension
    static final InnkeeperExtension INNKEEPER =
        InnkeeperExtension.startingAt(Instant.parse("2026-03-27T12:00:00Z"));

    @Test
    void test(ManualTimeSource time) {
      SEEN.add(time.instant().toString());
    }
  }

  @Test
  void letsTimeStartWhereTheClassSays() {
    assertEquals(List.of(), failuresOf(Dated.class));
    assertEquals(List.of("2026-03-27T12:00:00Z"), SEEN);
  }

  @ExtendWith(InnkeeperExtension.class)
  static class ForAll {
    @BeforeAll
    static void before(ManualTimeSource time) {
      SEEN.add(time);
    }

    @Test
    void test() {}
  }

  @Test
  void refusesATimeThatIsNotOfOneTest() {
    Throwable failure = failureOf(ForAll.class);
    assertSame(ParameterResolutionException.class, failure.getClass());
    assertEquals(
        "a ManualTimeSource belongs to one test, and there is none here: make it a parameter of the"
            + " test or of @BeforeEach",
        failure.getMessage());
  }
}
