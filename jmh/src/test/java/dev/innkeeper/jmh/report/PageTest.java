package dev.innkeeper.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Measurement.Drift;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PageTest {

  @Test
  void aValueThatLooksLikeAPlaceholderStaysWhatItIs() {
    assertEquals("{{b}} $1 2", Resources.filled("{{a}} {{b}}", Map.of("a", "{{b}} $1", "b", "2")));
  }

  @Test
  void whatWouldEndAScriptIsEscapedInItsData() {
    PlotData.Line line = new PlotData.Line("</script>", "s", "25", List.of(), List.of(), List.of());
    String json = new PlotData(1, 1, 1, List.of(line)).toJson();
    assertEquals(-1, json.indexOf('<'), json);
  }

  @Test
  void driftIsTheMedianOfTheRoundsAtEachTime() {
    assertEquals(
        List.of(new Drift(0, 2), new Drift(0.5, 10)),
        PlotData.medianDrift(
            List.of(
                round(new Drift(0, 1), new Drift(0.5, 10)),
                round(new Drift(0, 2)),
                round(new Drift(0, 3)))));
  }

  private static Measurement round(Drift... drift) {
    return new Measurement(new Figures(), null, List.of(drift));
  }
}
