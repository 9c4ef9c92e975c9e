package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.plan.StopShares;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopSharesTest {

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @ParameterizedTest(name = "deadline {0} ms, longest chain {1}: asked at {2} with {3} to go: {4}")
  @CsvSource({
    // deadline, longest, asked, chain, until
    "25000,  1,     0,  1, 24750", // alone: all but the reserve
    "25000,  3,     0,  3, 22750", // first of three: a second each for the others
    "25000,  3,  1000,  2, 23750", // what the first did not need passes on
    "25000,  3, 23750,  1, 24750", // the last is sure of its second
    "25000, 99,     0, 99, 12500", // f = 24.75 s / 2 / 99 = 125 ms: half for the first
    "25000, 99, 12500, 98, 12625", // everyone is sure of f
    "25000,  1, 30000,  1, 30000", // asked too late: no share, no negative one
    " 1000,  1,     0,  1,   750", // the reserve
    "  400,  1,     0,  1,   300", // of a very short stop, a quarter
  })
  void followTheTable(long deadline, int longest, long asked, int chain, long until) {
    StopShares shares = StopShares.of(0, ms(deadline), longest);
    assertEquals(ms(until), shares.endOf(ms(asked), chain, Long.MAX_VALUE / 2));
  }

  @ParameterizedTest(name = "stop time-out {0} ms: until {1}")
  @CsvSource({"500, 1500", "60000, 24750"})
  void areCappedByTheServicesOwnTimeout(long stopTimeout, long until) {
    StopShares shares = StopShares.of(0, ms(25_000), 1);
    assertEquals(ms(until), shares.endOf(ms(1_000), 1, ms(stopTimeout)));
  }

  @ParameterizedTest(name = "across the wrap of the clock, from {0}")
  @CsvSource({"9223372036854775807", "9223372036854770000", "-9223372036854775808"})
  void doNotMindTheWrapOfTheClock(long begin) {
    StopShares shares = StopShares.of(begin, begin + ms(25_000), 3);
    assertEquals(begin + ms(22_750), shares.endOf(begin, 3, Long.MAX_VALUE / 2));
  }
}
