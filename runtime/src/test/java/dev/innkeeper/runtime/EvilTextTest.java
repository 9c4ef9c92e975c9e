package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.Schedule;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users hand in has a text of its own making: it is shown, in one line, and fails nothing. */
class EvilTextTest {

  private final HostFixture fixture = new HostFixture();

  /** Makes no call at all. */
  private record Idle(EvilText text) implements ServiceInterceptor {
    @Override
    public void intercept(Invocation invocation) {}

    @Override
    public String toString() {
      return text.text();
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAnInterceptorIsShownInTheFailureThatItCauses(EvilText evil) {
    Host host = fixture.host().intercept(new Idle(evil)).add("w", context -> {}).build();
    assertEquals(
        evil.shown(Idle.class) + " returned without proceed() to START of 'w'",
        fixture.startFails(host).getCause().getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void ofAContextIsShownInTheRefusalOfAJobThatNeedsAHost(EvilText evil) {
    Class<?>[] type = {ServiceContext.class};
    ServiceContext context =
        (ServiceContext)
            Proxy.newProxyInstance(
                type[0].getClassLoader(), type, (proxy, method, arguments) -> evil.text());
    RecurringJob job = RecurringJob.on(Schedule.hourly(ZoneOffset.UTC)).build(run -> {});
    assertEquals(
        "a recurring job works in a host, and "
            + evil.shown(context.getClass())
            + " is not the context that a host gives: add it to a host, in a test as well",
        assertThrows(IllegalArgumentException.class, () -> job.start(context)).getMessage());
  }

  @Test
  void ofAThreadIsShownInTheReportThatItIsStuckIn() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  Thread.currentThread().setName("poller\nWARN forged");
                  sleepDeaf(fixture.time, Duration.ofDays(1));
                })
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    String thread = report.services().getFirst().stuckIn().getFirst().thread();
    assertEquals("poller\\u000AWARN forged", thread);
    assertTrue(report.toString().contains("thread 'poller\\u000AWARN forged' is stuck"));
    fixture.time.advance(Duration.ofDays(1).plus(seconds(1)));
  }

  private static String refusal(Runnable choice) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, choice::run).getMessage());
  }

  @Test
  void ofANameThatNothingHasIsShownInItsRefusal() {
    HostBuilder builder = Host.builder("inn").add("db", context -> {});
    String odd = "a\nb";
    assertEquals(
        "host 'inn' has no service 'a\\u000Ab'; there are [db]",
        refusal(() -> builder.build().control(odd)));
    assertEquals(
        "service 'web' depends on 'a\\u000Ab', which is not in the host; there are [db, web]",
        refusal(() ->
            Host.builder("inn")
                .add("db", context -> {})
                .add("web", context -> {}, s -> s.dependsOn(odd))
                .build()));
    assertEquals(
        "services.a\\u000Ab.stopTimeout: no service is named 'a\\u000Ab'; there are [db]",
        refusal(() ->
            builder
                .settings(HostSettings.from(Map.of("services." + odd + ".stopTimeout", "1s")))
                .build()));
  }

  @Test
  void ofAKeyAndAValueIsShownInTheirRefusal() {
    assertEquals(
        "startupTimeout is '1s\\u000A\\u001B[2J': expected a duration, such as 20s, 250ms, 5m or"
            + " PT20S",
        refusal(() -> HostSettings.from(Map.of("startupTimeout", "1s\n\u001B[2J"))));
    String message = refusal(() -> HostSettings.from(Map.of("services.a\nb.stoptimout", "\r")));
    assertTrue(
        message.startsWith(
            "unknown key 'services.a\\u000Ab.stoptimout' with value '\\u000D'; did you mean"
                + " 'services.a\\u000Ab.stopTimeout'?"),
        message);
  }
}
