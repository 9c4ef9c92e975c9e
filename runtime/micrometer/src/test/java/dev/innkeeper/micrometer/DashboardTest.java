package dev.innkeeper.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard for Grafana asks for what is in the golden scrape, and for nothing else. */
class DashboardTest {

  private static final Pattern QUERY =
      Pattern.compile("\"(?:expr|definition)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern METRIC =
      Pattern.compile("\\b(innkeeper_\\w+)(?:\\{((?:[^}\"]|\"[^\"]*\")*)\\})?");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern SAMPLE = Pattern.compile("(innkeeper_\\w+)\\{(.*)\\} \\S+");

  /** What each metric of the scrape is told apart by. */
  private static final Map<String, Set<String>> LABELS = new HashMap<>();

  private static final List<String> QUERIES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(Path.of("src/test/resources/golden/scrape.txt"))) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        LABELS.computeIfAbsent(sample.group(1), name -> new TreeSet<>()).addAll(labels(sample, 2));
      }
    }
    Matcher query = QUERY.matcher(Files.readString(Path.of("grafana-dashboard.json")));
    while (query.find()) {
      QUERIES.add(query.group(1).replace("\\\"", "\""));
    }
  }

  private static Set<String> labels(Matcher found, int group) {
    Set<String> labels = new TreeSet<>();
    if (found.group(group) != null) {
      LABEL.matcher(found.group(group)).results().forEach(label -> labels.add(label.group(1)));
    }
    return labels;
  }

  @Test
  void asksForMetricsThatThereAreByLabelsThatTheyHave() {
    List<String> wrong = new ArrayList<>();
    for (String query : QUERIES) {
      Set<String> has = new TreeSet<>();
      Matcher metric = METRIC.matcher(query);
      while (metric.find()) {
        Set<String> known = LABELS.getOrDefault(metric.group(1), Set.of());
        if (known.isEmpty()) {
          wrong.add("no metric " + metric.group(1) + ": " + query);
        }
        has.addAll(known);
        labels(metric, 2).stream()
            .filter(label -> !known.contains(label))
            .forEach(label -> wrong.add("no label " + label + ": " + query));
      }
      Matcher grouping = GROUPING.matcher(query);
      while (grouping.find()) {
        List.of(grouping.group(1).split(", ")).stream()
            .filter(label -> !has.contains(label))
            .forEach(label -> wrong.add("no label " + label + ": " + query));
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(QUERIES.size() > 20, QUERIES::toString);
  }

  /** What is left out is left out on purpose. */
  @Test
  void showsAllThatOperatorsLookAt() {
    Set<String> shown = new TreeSet<>();
    QUERIES.forEach(
        query -> METRIC.matcher(query).results().forEach(found -> shown.add(found.group(1))));
    Set<String> missing = new TreeSet<>(LABELS.keySet());
    missing.removeAll(shown);
    assertEquals(
        Set.of(
            "innkeeper_host_start_seconds_count",
            "innkeeper_host_start_seconds_sum",
            "innkeeper_job_active_seconds_count",
            "innkeeper_job_active_seconds_sum",
            "innkeeper_scheduler_jobs",
            "innkeeper_service_start_seconds_count",
            "innkeeper_service_start_seconds_sum"),
        missing);
  }
}
