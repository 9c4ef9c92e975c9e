package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts of the page that need no server. */
class PagePartsTest {

  @Test
  void jsonHasNoMarkupNoControlCharactersAndNoHalfCharacters() {
    assertEquals(
        "{\"a\":\"\\\"\\\\\\n\\u0009\\u003cb\\u003e\\u0026\\u0027\\u2028\\u007f\"}",
        json("\"\\\n\t<b>&'\u2028\u007f"));
    assertEquals("{\"a\":\"ä😀\"}", json("ä😀"));
    assertEquals("{\"a\":\"\\ude00\\ud83d\"}", json("\ude00\ud83d"));
  }

  private static String json(String text) {
    return new PageJson().with("a", text).toString();
  }

  @Test
  void jsonHasWhatThePageNeedsAndNothingElse() {
    assertEquals(
        "{\"none\":[],\"some\":[1,2.5,true,{}],\"long\":1796043355022}",
        new PageJson()
            .with("left out", null)
            .with("none", List.of())
            .with("some", List.of(1, 2.5, true, new PageJson()))
            .with("long", 1796043355022L)
            .toString());
    assertThrows(
        IllegalArgumentException.class, () -> new PageJson().with("a", Double.NaN).toString());
  }

  private static GraphLayers layers(String... needs) {
    Map<String, List<String>> graph = new LinkedHashMap<>();
    for (String each : needs) {
      List<String> words = List.of(each.split(" "));
      graph.put(words.getFirst(), words.subList(1, words.size()));
    }
    return GraphLayers.of(graph);
  }

  @Test
  void eachLayerDependsOnThoseBeforeItAndLonersAreInNone() {
    GraphLayers drawn = layers("db", "loner", "api db cache", "cache db");
    assertEquals(3, drawn.layers().size());
    assertEquals(List.of("db"), drawn.layers().getFirst());
    assertEquals(List.of("api"), drawn.layers().get(2));
    List<String> middle = drawn.layers().get(1);
    assertEquals(
        List.of("cache"), middle.stream().filter(name -> !GraphLayers.isPlace(name)).toList());
    List<String> longLine = drawn.lines().getFirst();
    assertEquals(List.of("db", "api"), List.of(longLine.getFirst(), longLine.getLast()));
    assertTrue(middle.contains(longLine.get(1)), drawn::toString);
  }

  @Test
  void linesThatNeedNotCrossDoNot() {
    GraphLayers drawn = layers("a", "b", "c", "x c", "y b", "z a");
    assertEquals(List.of("a", "b", "c"), drawn.layers().getFirst());
    assertEquals(List.of("z", "y", "x"), drawn.layers().get(1));
    assertEquals(List.of(), layers("a", "b").layers());
  }

  @Test
  void theDepthOfAQueueIsKeptForFiveMinutes() throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    JobQueue<String, Void> queue =
        JobQueue.builder("mails", (String mail) -> {}).capacity(100).build();
    Host host = Host.builder("shop").timeSource(time).queue(queue).build();
    time.drive(host::start);
    QueueDepths depths = new QueueDepths();
    depths.sample(queue.status());
    for (int i = 1; i <= QueueDepths.KEPT; i++) {
      time.drive(() -> queue.submitAfter("later", Duration.ofDays(1)));
      depths.sample(queue.status());
    }
    assertEquals(QueueDepths.KEPT, depths.toList().size());
    assertEquals(1, depths.toList().getFirst());
    assertEquals(QueueDepths.KEPT, depths.toList().getLast());
    assertEquals(Duration.ofMinutes(5), QueueDepths.PERIOD.multipliedBy(QueueDepths.KEPT));
    time.drive(host::close);
  }
}
