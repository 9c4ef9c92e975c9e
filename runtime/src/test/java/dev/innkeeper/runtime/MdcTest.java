package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The service's name in the log lines that it writes. */
class MdcTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  @AfterEach
  void clear() {
    MDC.clear();
  }

  private void markMdc(String key, String where) {
    trail.add(where + " " + MDC.get(key));
  }

  /** Marks the value of the key wherever it has a thread. */
  private BackgroundService logging(String key) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext context) {
        context.onStopRequested(() -> markMdc(key, "hook"));
        markMdc(key, "start");
      }

      @Override
      public void execute(ServiceContext context) throws Exception {
        markMdc(key, "execute");
        try (TaskScope scope = context.openScope("outer")) {
          scope.fork(() -> child(context));
          scope.join();
        }
        context.awaitStop();
      }

      private Object child(ServiceContext context) throws InterruptedException {
        markMdc(key, "child");
        try (TaskScope scope = context.openScope("inner")) {
          scope.fork(() -> {
            markMdc(key, "grandchild");
            return null;
          });
          scope.join();
        }
        try (TaskScope scope = TaskScope.open("of no context")) {
          scope.fork(() -> {
            markMdc(key, "scope without context");
            return null;
          });
          scope.join();
        }
        return "done";
      }

      @Override
      public void stop(ServiceContext context) {
        markMdc(key, "stop");
      }
    };
  }

  private List<String> everywhere(String value) {
    return List.of(
        "start " + value,
        "execute " + value,
        "child " + value,
        "grandchild " + value,
        "scope without context " + value,
        "hook " + value,
        "stop " + value);
  }

  private static Map<String, String> allOfMdc() {
    Map<String, String> all = MDC.getCopyOfContextMap();
    return all == null ? Map.of() : all;
  }

  private void live(Host host) throws Exception {
    fixture.start(host);
    fixture.stop(host);
  }

  @Test
  void isUnderServiceInItsCallsItsWorkAndItsChildren() throws Exception {
    live(fixture.host().background("w", logging("service")).build());
    assertEquals(everywhere("w"), trail);
  }

  @Test
  void isUnderTheKeyThatWasChosenAndNoOther() throws Exception {
    live(fixture.host().mdcKey("svc").background("w", logging("svc")).build());
    assertEquals(everywhere("w"), trail);
    trail.clear();
    live(fixture.host().mdcKey("svc").background("w", logging("service")).build());
    assertEquals(everywhere("null"), trail);
  }

  @Test
  void isNowhereIfTheKeyIsEmpty() throws Exception {
    live(fixture.host().mdcKey("").background("w", logging("service")).build());
    assertEquals(everywhere("null"), trail);
    Map<String, String> all = new HashMap<>();
    live(fixture.host().mdcKey("").add("a", c -> all.putAll(allOfMdc())).build());
    assertEquals(Map.of(), all);
  }

  @Test
  void isThatOfEachServiceAlsoOfOneWithoutWork() throws Exception {
    live(
        fixture
            .host()
            .add("a", context -> markMdc("service", "a"))
            .add("b", context -> markMdc("service", "b"))
            .background("w", context -> markMdc("service", "w"))
            .build());
    assertEquals(List.of("a a", "b b", "w w"), trail);
  }

  @Test
  void isThereForPlatformThreadsAndAfterARestart() throws Exception {
    Host host =
        fixture.host().background("w", logging("service"), ServiceOptions::platformThreads).build();
    fixture.start(host);
    time.drive(() -> host.control("w").restart());
    fixture.stop(host);
    List<String> twice = new ArrayList<>(everywhere("w"));
    twice.addAll(everywhere("w"));
    assertEquals(twice, trail);
  }

  @Test
  void takesNothingFromTheThreadThatStartsTheHostAndLeavesNothingThere() throws Exception {
    MDC.put("request", "42");
    Host host =
        Host.builder("real").add("a", context -> trail.add("a " + MDC.get("request"))).build();
    host.start();
    host.stop();
    assertEquals(List.of("a null"), trail);
    assertEquals("42", MDC.get("request"));
    assertNull(MDC.get("service"));
  }
}
