package dev.innkeeper.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.jmh.harness.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MedianTableTest {

  private static final String BEST = "<td class=\"number\"><strong>%s</strong></td>";

  @Test
  void theLeastOfASettingAndJdkIsMarked() {
    String html =
        table(
            "drift_us",
            List.of(
                List.of("a", "idle", "25", "-3"),
                List.of("b", "idle", "25", "-2"),
                List.of("c", "idle", "25", ""),
                List.of("a", "idle", "21", "9"),
                List.of("b", "idle", "21", "8"),
                List.of("a", "busy", "25", "7")));
    assertEquals(2, html.split("<strong>", -1).length - 1, html);
    assertEquals(1, html.split(BEST.formatted("-2"), -1).length - 1, html);
    assertEquals(1, html.split(BEST.formatted("8"), -1).length - 1, html);
  }

  @Test
  void noneIsMarkedWhereMoreMayBeBetter() {
    String html =
        table(
            "ops_per_s", List.of(List.of("a", "idle", "25", "1"), List.of("b", "idle", "25", "2")));
    assertFalse(html.contains("<strong>"), html);
  }

  @Test
  void noneIsMarkedWhereAllAreAlike() {
    String html =
        table("p50_us", List.of(List.of("a", "idle", "25", "1"), List.of("b", "idle", "25", "1")));
    assertFalse(html.contains("<strong>"), html);
  }

  @Test
  void textIsEscaped() {
    String html = table("p50_us", List.of(List.of("<b>", "\"x\"", "'&'", "1")));
    assertEquals(
        """
        <tbody data-setting="&quot;x&quot;">
        <tr><th scope="row">&lt;b&gt;</th><td>&quot;x&quot;</td><td>&#39;&amp;&#39;</td><td class="number">1</td></tr>
        </tbody>
        </table>
        """,
        html.substring(html.indexOf("<tbody")));
  }

  private static String table(String figure, List<List<String>> rows) {
    List<String> header = List.of("contender", "setting", "jdk", figure);
    return new MedianTable(new Table(header, rows)).toHtml();
  }
}
