package dev.innkeeper.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The spans of a host. */
class HostTracingTest {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final Tracer tracer = telemetry.getTracer("test");
  private final ManualTimeSource time = new ManualTimeSource();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private HostBuilder host() {
    return Host.builder("shop").timeSource(time).install(HostTracing.with(telemetry));
  }

  private Host started(HostBuilder builder) throws Exception {
    Host host = builder.build();
    time.drive(host::start);
    return host;
  }

  private List<String> spans() {
    return exporter.getFinishedSpanItems().stream().map(HostTracingTest::shown).toList();
  }

  private static String shown(SpanData span) {
    TreeMap<String, String> attributes = new TreeMap<>();
    span.getAttributes()
        .forEach((key, value) -> attributes.put(key.getKey(), String.valueOf(value)));
    return span.getName()
        + " "
        + span.getKind()
        + (span.getStatus().getStatusCode() == StatusCode.ERROR ? " ERROR " : " ")
        + attributes;
  }

  @Test
  void areOfStartsAndStops() throws Exception {
    Host host =
        started(
            host().add("db", context -> seen.add("" + Span.current().getSpanContext().isValid())));
    time.drive(host::stop);
    assertEquals(
        List.of(
            "shop/db start INTERNAL {innkeeper.host=shop, innkeeper.service=db}",
            "shop/db stop INTERNAL {innkeeper.host=shop, innkeeper.service=db}"),
        spans());
    assertEquals(List.of("true"), seen);
  }

  @Test
  void areOfRuns() throws Exception {
    Host host =
        started(
            host()
                .recurring(
                    "report",
                    Duration.ofSeconds(10),
                    run -> {
                      if (run.number() == 1) {
                        throw new IOException("disk full");
                      }
                    }));
    exporter.reset();
    time.advance(Duration.ofSeconds(25));
    assertEquals(
        List.of(
            "shop/report run INTERNAL ERROR {innkeeper.host=shop, innkeeper.run=1,"
                + " innkeeper.service=report, innkeeper.trigger=schedule, job.system=innkeeper}",
            "shop/report run INTERNAL {innkeeper.host=shop, innkeeper.run=2,"
                + " innkeeper.service=report, innkeeper.trigger=schedule, job.system=innkeeper}"),
        spans());
    assertEquals(
        "disk full",
        exporter
            .getFinishedSpanItems()
            .getFirst()
            .getEvents()
            .getFirst()
            .getAttributes()
            .asMap()
            .entrySet()
            .stream()
            .filter(entry -> entry.getKey().getKey().equals("exception.message"))
            .findFirst()
            .orElseThrow()
            .getValue());
    time.drive(host::stop);
  }

  @Test
  @SuppressWarnings("try") // the scopes are only closed
  void ofAttemptsAreLinkedToTheSubmitterWhoseBaggageTheyHave() throws Exception {
    JobQueue<String, Void> mails =
        JobQueue.builder(
                "mails",
                (String mail) -> {
                  seen.add(mail + " for " + Baggage.current().getEntryValue("customer"));
                  if (seen.size() == 1) {
                    throw new IOException("busy");
                  }
                })
            .retry(RetryPolicy.maxRetries(1))
            .build();
    Host host = started(host().queue(mails));
    exporter.reset();
    Span request = tracer.spanBuilder("request").startSpan();
    try (Scope span = request.makeCurrent();
        Scope baggage = Baggage.builder().put("customer", "42").build().makeCurrent()) {
      assertTrue(mails.trySubmit("hello").isPresent());
    }
    request.end();
    time.advance(Duration.ofSeconds(60));
    List<SpanData> attempts =
        exporter.getFinishedSpanItems().stream()
            .filter(span -> span.getName().equals("shop/mails job"))
            .toList();
    assertEquals(List.of("hello for 42", "hello for 42"), seen);
    assertEquals(
        List.of("1 ERROR", "2 UNSET"),
        attempts.stream()
            .map(span ->
                span.getAttributes().asMap().entrySet().stream()
                        .filter(entry -> entry.getKey().getKey().equals("innkeeper.attempt"))
                        .map(entry -> entry.getValue().toString())
                        .collect(Collectors.joining())
                    + " "
                    + span.getStatus().getStatusCode())
            .toList());
    for (SpanData attempt : attempts) {
      assertEquals(SpanKind.CONSUMER, attempt.getKind());
      assertEquals(request.getSpanContext(), attempt.getLinks().getFirst().getSpanContext());
      assertTrue(!attempt.getTraceId().equals(request.getSpanContext().getTraceId()));
    }
    time.drive(host::stop);
  }

  @Test
  void ofAJobThatAJobSubmitsAreLinkedToIt() throws Exception {
    JobQueue<String, Void> second = JobQueue.builder("second", (String item) -> {}).build();
    JobQueue<String, Void> first =
        JobQueue.builder("first", (String item) -> second.trySubmit(item)).build();
    Host host = started(host().queue(first).queue(second));
    exporter.reset();
    time.drive(() -> first.submit("a"));
    time.advance(Duration.ofSeconds(1));
    SpanData outer = named("shop/first job");
    SpanData inner = named("shop/second job");
    assertEquals(SpanKind.INTERNAL, outer.getKind());
    assertEquals(List.of(), outer.getLinks());
    assertEquals(outer.getSpanContext(), inner.getLinks().getFirst().getSpanContext());
    time.drive(host::stop);
  }

  private SpanData named(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void haveTheNameOfEachHostThatTheyAreInstalledIn() throws Exception {
    HostTracing tracing = HostTracing.with(telemetry);
    for (String name : List.of("first", "second")) {
      Host host =
          started(Host.builder(name).timeSource(time).install(tracing).add("db", context -> {}));
      time.drive(host::stop);
    }
    assertEquals(
        Set.of("first/db start", "first/db stop", "second/db start", "second/db stop"),
        exporter.getFinishedSpanItems().stream()
            .map(SpanData::getName)
            .collect(Collectors.toSet()));
  }

  @Test
  void needATelemetry() {
    assertThrows(NullPointerException.class, () -> HostTracing.with(null));
  }
}
