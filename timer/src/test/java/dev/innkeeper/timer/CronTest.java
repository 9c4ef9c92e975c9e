package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # five fields
          * * * * *        | 00:01 00:02 00:03 00:04
          0 * * * *        | 01:00 02:00 03:00 04:00
          59 23 * * *      | 23:59 23:59 23:59 23:59
          # lists, ranges
          7,3,5 * * * *    | 00:03 00:05 00:07 01:03
          0 9,17 * * *     | 09:00 17:00 09:00 17:00
          0 22-23,3 * * *  | 03:00 22:00 23:00 03:00
          4-4 1 * * *      | 01:04 01:04 01:04 01:04
          # over the end
          0 22-2 * * *     | 01:00 02:00 22:00 23:00
          30 22-2/2 * * *  | 00:30 02:30 22:30 00:30
          50-10/15 * * * * | 00:05 00:50 01:05 01:50
          # steps
          */20 * * * *     | 00:20 00:40 01:00 01:20
          */1 23 * * *     | 23:00 23:01 23:02 23:03
          */40 * * * *     | 00:40 01:00 01:40 02:00
          5/15 * * * *     | 00:05 00:20 00:35 00:50
          10-40/10 * * * * | 00:10 00:20 00:30 00:40
          10-45/10 1 * * * | 01:10 01:20 01:30 01:40
          0 12/5 * * *     | 12:00 17:00 22:00 12:00
          */30,5 */12 * * * | 00:05 00:30 12:00 12:05
          # six fields
          30 0 12 * * *    | 12:00:30 12:00:30 12:00:30 12:00:30
          */25 0 0 * * *   | 00:00:25 00:00:50 00:00 00:00:25
          58-1 59 23 * * * | 23:59 23:59:01 23:59:58 23:59:59
          * * * * * *      | 00:00:01 00:00:02 00:00:03 00:00:04
          '\t0   12 *  * * ' | 12:00 12:00 12:00 12:00
          """)
  void timesOfTheDay(String expression, String expected) {
    Schedule schedule = Schedule.cron(expression, UTC);
    assertEquals(
        expected, FirstFour.of(schedule, "2023-03-01T00:00", UTC, time -> time.toLocalTime()));
  }

  /** The year 2023 begins with a Sunday. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a month without the day is passed over
          31 * *         | 2023-01-31 2023-03-31 2023-05-31 2023-07-31
          30 * *         | 2023-01-30 2023-03-30 2023-04-30 2023-05-30
          30,31 2,6 *    | 2023-06-30 2024-06-30 2025-06-30 2026-06-30
          29 2 *         | 2024-02-29 2028-02-29 2032-02-29 2036-02-29
          30-2 * *       | 2023-01-01 2023-01-02 2023-01-30 2023-01-31
          10/10 * *      | 2023-01-10 2023-01-20 2023-01-30 2023-02-10
          # from the end of the month
          L * *          | 2023-01-31 2023-02-28 2023-03-31 2023-04-30
          L-3 * *        | 2023-01-28 2023-02-25 2023-03-28 2023-04-27
          L-30 * *       | 2023-01-01 2023-03-01 2023-05-01 2023-07-01
          L,L-2,3 * *    | 2023-01-03 2023-01-29 2023-01-31 2023-02-03
          l,l-1 2 *      | 2023-02-27 2023-02-28 2024-02-28 2024-02-29
          # workdays
          15W * *        | 2023-01-16 2023-02-15 2023-03-15 2023-04-14
          1W * *         | 2023-01-02 2023-02-01 2023-03-01 2023-04-03
          31W 12 *       | 2023-12-29 2024-12-31 2025-12-31 2026-12-31
          31W 1-6 *      | 2023-01-31 2023-03-31 2023-05-31 2024-01-31
          LW * *         | 2023-01-31 2023-02-28 2023-03-31 2023-04-28
          LW 12 *        | 2023-12-29 2024-12-31 2025-12-31 2026-12-31
          1,lw,L-1 * *   | 2023-01-01 2023-01-30 2023-01-31 2023-02-01
          # days of the week; Sunday is 0 and 7
          * * WED        | 2023-01-04 2023-01-11 2023-01-18 2023-01-25
          * * 0          | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
          * * 7          | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
          * * 0,7        | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
          * * 7-7        | 2023-01-01 2023-01-08 2023-01-15 2023-01-22
          * * mon-Fri    | 2023-01-02 2023-01-03 2023-01-04 2023-01-05
          * * FRI-MON    | 2023-01-01 2023-01-02 2023-01-06 2023-01-07
          * * FRI-MON/2  | 2023-01-01 2023-01-06 2023-01-08 2023-01-13
          * * FRI-MON/7  | 2023-01-06 2023-01-13 2023-01-20 2023-01-27
          * * SUN-TUE    | 2023-01-01 2023-01-02 2023-01-03 2023-01-08
          * * 7-2        | 2023-01-01 2023-01-02 2023-01-03 2023-01-08
          * * 5-7        | 2023-01-01 2023-01-06 2023-01-07 2023-01-08
          * * FRI-SUN    | 2023-01-01 2023-01-06 2023-01-07 2023-01-08
          * * 0-7        | 2023-01-01 2023-01-02 2023-01-03 2023-01-04
          * * 1-7        | 2023-01-01 2023-01-02 2023-01-03 2023-01-04
          # a week of steps begins with Sunday
          * * */2        | 2023-01-01 2023-01-03 2023-01-05 2023-01-07
          * * 4/2        | 2023-01-05 2023-01-07 2023-01-12 2023-01-14
          * * 7/4        | 2023-01-01 2023-01-05 2023-01-08 2023-01-12
          # of the month
          * * FRI#2      | 2023-01-13 2023-02-10 2023-03-10 2023-04-14
          * * mon#5      | 2023-01-30 2023-05-29 2023-07-31 2023-10-30
          * * 7#1,0#2    | 2023-01-01 2023-01-08 2023-02-05 2023-02-12
          * * FRIL       | 2023-01-27 2023-02-24 2023-03-31 2023-04-28
          * * sunl       | 2023-01-29 2023-02-26 2023-03-26 2023-04-30
          * * 0L         | 2023-01-29 2023-02-26 2023-03-26 2023-04-30
          * * 7L         | 2023-01-29 2023-02-26 2023-03-26 2023-04-30
          * * TUE#1,FRIL | 2023-01-03 2023-01-27 2023-02-07 2023-02-24
          * * FRIL,TUE   | 2023-01-03 2023-01-10 2023-01-17 2023-01-24
          # months
          1 NOV-FEB *    | 2023-01-01 2023-02-01 2023-11-01 2023-12-01
          1 11-2 *       | 2023-01-01 2023-02-01 2023-11-01 2023-12-01
          1 jan,Jul *    | 2023-01-01 2023-07-01 2024-01-01 2024-07-01
          1 */5 *        | 2023-01-01 2023-06-01 2023-11-01 2024-01-01
          1 NOV-APR/3 *  | 2023-02-01 2023-11-01 2024-02-01 2024-11-01
          30-6/4 1 *     | 2023-01-03 2023-01-30 2024-01-03 2024-01-30
          1 10/2 *       | 2023-10-01 2023-12-01 2024-10-01 2024-12-01
          # both days given: one of them is enough
          10 * MON       | 2023-01-02 2023-01-09 2023-01-10 2023-01-16
          L * FRI#1      | 2023-01-06 2023-01-31 2023-02-03 2023-02-28
          30 2 MON       | 2023-02-06 2023-02-13 2023-02-20 2023-02-27
          ? * WED        | 2023-01-04 2023-01-11 2023-01-18 2023-01-25
          15 * ?         | 2023-01-15 2023-02-15 2023-03-15 2023-04-15
          ? * ?          | 2023-01-01 2023-01-02 2023-01-03 2023-01-04
          """)
  void days(String days, String expected) {
    Schedule fiveFields = Schedule.cron("0 0 " + days, UTC);
    Schedule sixFields = Schedule.cron("0 0 0 " + days, UTC);
    assertEquals(
        List.of(expected, expected),
        List.of(
            FirstFour.of(fiveFields, "2022-12-31T12:00", UTC, time -> time.toLocalDate()),
            FirstFour.of(sixFields, "2022-12-31T12:00", UTC, time -> time.toLocalDate())));
  }

  /** As in Vixie cron. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @hourly      | 0 * * * *
          @daily       | 0 0 * * *
          @midnight    | 0 0 * * *
          @weekly      | 0 0 * * SUN
          @monthly     | 0 0 1 * *
          @yearly      | 0 0 1 1 *
          @annually    | 0 0 1 1 *
          ' @daily	'  | 0 0 * * *
          """)
  void nicknamesStandForFiveFields(String nickname, String fields) {
    Schedule schedule = Schedule.cron(nickname, UTC);
    String after = "2023-03-01T00:00";
    assertEquals(
        FirstFour.of(Schedule.cron(fields, UTC), after) + " by cron '" + nickname + "' in UTC",
        FirstFour.of(schedule, after) + " by " + schedule);
  }

  @Test
  void leapDaysLeaveOut2100() {
    assertEquals(
        "2096-02-29T00:00 2104-02-29T00:00 2108-02-29T00:00 2112-02-29T00:00",
        FirstFour.of(Schedule.cron("0 0 29 2 *", UTC), "2092-02-29T00:00"));
  }

  @Test
  void theLastSecondOfAYearIsFollowedByTheNextYear() {
    assertEquals(
        "2023-12-31T23:59:59 2024-12-31T23:59:59 2025-12-31T23:59:59 2026-12-31T23:59:59",
        FirstFour.of(Schedule.cron("59 59 23 31 12 *", UTC), "2023-12-31T23:59:58.999999999"));
  }

  /** An i in lower case is no I to a Turk, and FRI no name of a day to cron-utils then. */
  @Test
  void namesAreTheSameInAnyLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertEquals(
          "2023-01-06T00:00 2023-01-13T00:00 2023-01-20T00:00 2023-01-27T00:00",
          FirstFour.of(Schedule.cron("0 0 * * fri", UTC), "2023-01-01T00:00"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
