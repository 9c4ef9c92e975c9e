package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of an expression that is none: its text, the field, the value, what is expected. */
class CronRefusalTest {

  private static final ZoneId UTC = ZoneId.of("UTC");

  private static String refusal(String expression) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Schedule.cron(expression, UTC));
    return e.getMessage();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # out of range
          60 0 * * *        | minute '60': expected 0-59
          60 0 0 * * *      | second '60': expected 0-59
          0 25 * * *        | hour '25': expected 0-23
          0 20-24 * * *     | hour '24': expected 0-23
          0 0 0 * *         | day of month '0': expected 1-31
          0 0 1,32 * *      | day of month '32': expected 1-31
          0 0 * 13 *        | month '13': expected 1-12 or JAN-DEC
          0 0 * 0/2 *       | month '0': expected 1-12 or JAN-DEC
          0 3 * * 8         | day of week '8': expected 0-7 or SUN-SAT
          99999999999 0 * * * | minute '99999999999': expected 0-59
          # not a value
          x * * * *         | minute 'x': expected 0-59
          +5 * * * *        | minute '+5': expected 0-59
          0;30 * * * *      | minute '0;30': expected 0-59
          *5 * * * *        | minute '*5': expected 0-59
          0 3 * * MONN      | day of week 'MONN': expected 0-7 or SUN-SAT
          0 3 * * Monday    | day of week 'Monday': expected 0-7 or SUN-SAT
          0 3 * * Wednesday | day of week 'Wednesday': expected 0-7 or SUN-SAT
          0 3 * * MON-FRII  | day of week 'FRII': expected 0-7 or SUN-SAT
          0 3 * * JAN       | day of week 'JAN': expected 0-7 or SUN-SAT
          0 3 * April *     | month 'April': expected 1-12 or JAN-DEC
          0 3 * MON *       | month 'MON': expected 1-12 or JAN-DEC
          0 3 MON * *       | day of month 'MON': expected 1-31
          0 3 JUL * *       | day of month 'JUL': expected 1-31
          MON 3 * * *       | minute 'MON': expected 0-59
          # lists
          1,,2 * * * *      | minute '1,,2': expected a value on both sides of a comma
          1, * * * *        | minute '1,': expected a value on both sides of a comma
          0 3 * * ,         | day of week ',': expected a value on both sides of a comma
          # ranges
          1- * * * *        | minute '1-': expected a range such as 0-59
          -5 * * * *        | minute '-5': expected a range such as 0-59
          1-2-3 * * * *     | minute '1-2-3': expected a range such as 0-59
          0 3 * * MON-      | day of week 'MON-': expected a range such as 0-7
          *-5 * * * *       | minute '*': expected 0-59
          # steps
          */0 * * * *       | minute '*/0': expected a step of 1-59 after the '/'
          */60 * * * *      | minute '*/60': expected a step of 1-59 after the '/'
          5-10/ * * * *     | minute '5-10/': expected a step of 1-59 after the '/'
          */5/5 * * * *     | minute '*/5/5': expected a step of 1-59 after the '/'
          0 */24 * * *      | hour '*/24': expected a step of 1-23 after the '/'
          0 3 * * */MON     | day of week '*/MON': expected a step of 1-7 after the '/'
          /15 * * * *       | minute '/15': expected a start before the '/', such as */2
          0 3 ?/2 * *       | day of month '?/2': expected ? alone
          # signs of days in other fields
          ? * * * *         | minute '?': expected 0-59; ?, L, W and # are for days only
          ? 0 0 * * *       | second '?': expected 0-59; ?, L, W and # are for days only
          0 L * * *         | hour 'L': expected 0-23; ?, L, W and # are for days only
          0 9W * * *        | hour '9W': expected 0-23; ?, L, W and # are for days only
          0 3 * ? *         | month '?': expected 1-12 or JAN-DEC; ?, L, W and # are for days only
          0 3 * 1#2 *       | month '1#2': expected 1-12 or JAN-DEC; ?, L, W and # are for days only
          # days of the month
          0 3 MON#1 * *     | day of month 'MON#1': expected 1-31; # is for the day of week
          0 3 15L * *       | day of month '15L': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 5-L * *       | day of month '5-L': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 L/2 * *       | day of month 'L/2': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 L-0 * *       | day of month 'L-0': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 L-31 * *      | day of month 'L-31': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 W * *         | day of month 'W': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 32w * *       | day of month '32w': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 1W5 * *       | day of month '1W5': expected L, L-1 to L-30, LW, or 1W to 31W
          0 3 FRIL * *      | day of month 'FRIL': expected L, L-1 to L-30, LW, or 1W to 31W
          # days of the week
          0 3 * * 1W        | day of week '1W': expected 0-7 or SUN-SAT; W is for the day of month
          0 3 * * LW        | day of week 'LW': expected 0-7 or SUN-SAT; W is for the day of month
          0 3 * * L         | day of week 'L': expected 0-7 or SUN-SAT before the L, such as FRIL
          0 3 * * L-3       | day of week 'L-3': expected 0-7 or SUN-SAT before the L, such as FRIL
          0 3 * * 8L        | day of week '8L': expected 0-7 or SUN-SAT before the L, such as FRIL
          0 3 * * #2        | day of week '#2': expected 0-7 or SUN-SAT before the # and 1-5 after it, such as FRI#2
          0 3 * * MON#      | day of week 'MON#': expected 0-7 or SUN-SAT before the # and 1-5 after it, such as FRI#2
          0 3 * * MON#6     | day of week 'MON#6': expected 0-7 or SUN-SAT before the # and 1-5 after it, such as FRI#2
          0 3 * * MON#2#3   | day of week 'MON#2#3': expected 0-7 or SUN-SAT before the # and 1-5 after it, such as FRI#2
          """)
  void namesTheFieldTheValueAndWhatIsExpected(String expression, String wrong) {
    assertEquals("cron expression '" + expression + "': " + wrong, refusal(expression));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                | has no fields, expected 5 or 6 (with seconds first)
          '  '              | has no fields, expected 5 or 6 (with seconds first)
          '\t'              | has no fields, expected 5 or 6 (with seconds first)
          daily             | has 1 field, expected 5 or 6 (with seconds first)
          0 3 * *           | has 4 fields, expected 5 or 6 (with seconds first)
          0 0 3 * * ? 2027  | has 7 fields, expected 5 or 6 (with seconds first); there is none for the year
          0 0 3 * * ? * *   | has 8 fields, expected 5 or 6 (with seconds first)
          # not in 400 years
          0 0 30 2 *           | never fires: month '2' has no day '30'
          0 0 31 2,4,6,9,11 ?  | never fires: month '2,4,6,9,11' has no day '31'
          0 0 31W apr *        | never fires: month 'apr' has no day '31W'
          0 0 L-30 FEB *       | never fires: month 'FEB' has no day 'L-30'
          """)
  void namesTheWholeExpressionIfThatIsWrong(String expression, String wrong) {
    assertEquals("cron expression '" + expression + "' " + wrong, refusal(expression));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @dayly    | ; did you mean '@daily'?
          @Daily    | ; did you mean '@daily'?
          @day      | ''
          ' @HOURLY' | ; did you mean '@hourly'?
          @anually  | ; did you mean '@annually'?
          @daily *  | ; did you mean '@daily'?
          @reboot   | ''
          @         | ''
          @every 5m | ''
          """)
  void aNicknameThatThereIsNotIsAnsweredWithThoseThereAre(String expression, String hint) {
    assertEquals(
        "cron expression '"
            + expression
            + "': expected one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually"
            + hint,
        refusal(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5-1 * * * *",
        "0 22-2 * * *",
        "0\t3\t*\t*\t*",
        "\t0 3  * * * \n",
        "0 3 * * 5-7/7",
        "007 3 * * 07",
      })
  void unusualIsNotWrong(String expression) {
    assertDoesNotThrow(() -> Schedule.cron(expression, UTC));
  }

  private static final String[] SCRAPS =
      "* ? 0 5 7 8 13 24 31 32 60 L W # - - / / , , MON SUN FEB JUL x fri l L-3 15W FRIL FRI#2 1-5"
          .split(" ");

  private static final Pattern WELL_SAID =
      Pattern.compile(
          "cron expression '.*'("
              + ": (second|minute|hour|day of month|month|day of week) '.+': expected .+"
              + "| never fires: month '.+' has no day '.+')");

  /** So cron-utils, whose messages are others, never refuses what we have let pass. */
  @Test
  void whateverTheScrapsThatAFieldIsMadeOfTheRefusalIsOurs() {
    Random random = new Random(5);
    for (int n = 0; n < 5_000; n++) {
      String[] fields = {"0", "0", "0", "*", "*", "*"};
      fields[random.nextInt(6)] =
          IntStream.rangeClosed(0, random.nextInt(5))
              .mapToObj(i -> SCRAPS[random.nextInt(SCRAPS.length)])
              .collect(Collectors.joining());
      String expression = String.join(" ", fields);
      try {
        Schedule.cron(expression, UTC);
      } catch (IllegalArgumentException e) {
        assertTrue(WELL_SAID.matcher(e.getMessage()).matches(), e.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x\n* * * *", "0\u001B[2J * * * *", "* *\nERROR forged", "@daily\nERROR forged"})
  void isInOneLine(String expression) {
    String message = refusal(expression);
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    assertTrue(message.contains(expression.contains("\n") ? "\\u000A" : "\\u001B"), message);
  }
}
