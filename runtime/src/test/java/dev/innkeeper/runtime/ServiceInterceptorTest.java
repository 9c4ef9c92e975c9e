package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.Tracing.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Tracing.Observer;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link HostBuilder#intercept} puts around the calls to services and around their tasks. */
class ServiceInterceptorTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Tracing tracing = new Tracing(fixture);

  /** All kinds of calls in one service. */
  private final class Everything extends Observer implements BackgroundService {

    Everything() {
      super(ServiceInterceptorTest.this.fixture, "s");
    }

    @Override
    public void execute(ServiceContext context) throws Exception {
      context.onStopRequested(() -> fixture.mark("hook"));
      try (TaskScope scope = context.openScope("child")) {
        scope.fork(() -> {
          fixture.mark("child");
          return null;
        });
        scope.join();
      }
      context.awaitStop();
      sleep(time, seconds(1));
      fixture.mark("work ends");
    }
  }

  @Test
  void areAroundEveryCallToAServiceAndEveryTaskThatItForks() throws Exception {
    Host host = fixture.host().intercept(tracing.interceptor("")).add("s", Everything::new).build();
    fixture.start(host);
    assertEquals(
        List.of(
            "0 > s CREATE",
            "0 < s CREATE",
            "0 > s STARTING",
            "0 s STARTING",
            "0 < s STARTING",
            "0 > s START",
            "0 s START",
            "0 < s START",
            "0 > s EXECUTE",
            "0 > s CHILD",
            "0 child",
            "0 < s CHILD",
            "0 > s STARTED",
            "0 s STARTED",
            "0 < s STARTED"),
        trail);
    trail.clear();
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of(
            "0 > s STOPPING",
            "0 s STOPPING",
            "0 < s STOPPING",
            "0 > s ON_STOP_REQUESTED",
            "0 hook",
            "0 < s ON_STOP_REQUESTED",
            "1 work ends",
            "1 < s EXECUTE",
            "1 > s STOP",
            "1 s STOP",
            "1 < s STOP",
            "1 > s STOPPED",
            "1 s STOPPED",
            "1 < s STOPPED"),
        trail);
  }

  @Test
  void nestTheOneThatWasRegisteredFirstOutermost() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(tracing.interceptor("outer "))
            .intercept(tracing.interceptor("inner "))
            .add("a", marking.failing("a", 0, new IOException("disk")))
            .build();
    assertEquals("disk", fixture.startFails(host).getCause().getMessage());
    assertEquals(
        List.of(
            "0 > outer a START",
            "0 > inner a START",
            "0 a starts",
            "0 ! inner a START disk",
            "0 ! outer a START disk"),
        trail);
  }

  @Test
  void areCalledOnTheThreadOfTheCallAndSeeWhoForkedAChild() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(call -> {
              fixture.mark(
                  call.service() + " " + call.kind() + " " + Thread.currentThread().getName());
              call.proceed();
            })
            .add("a", context -> {})
            .background(
                "w",
                context -> {
                  try (TaskScope scope = context.openScope("fetch")) {
                    scope.fork(() -> 1);
                    scope.join();
                  }
                })
            .build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 a START inn/a",
            "0 w START inn/w",
            "0 w EXECUTE inn/w",
            "0 w CHILD inn/w/fetch-1",
            "0 w STOP inn/w",
            "0 a STOP inn/a"),
        trail);
  }

  @Test
  void ofOneHostAreNotAroundAnything() throws Exception {
    Host host =
        fixture.host().intercept(tracing.interceptor("")).add("a", marking.service("a")).build();
    Host other = Host.builder("other").timeSource(time).add("b", marking.service("b")).build();
    fixture.start(other);
    fixture.stop(other);
    assertEquals(List.of("0 b starts", "0 b stops"), trail);
    host.close();
  }

  @Test
  void letAChildsResultAndFailurePass() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(at(ServiceInterceptor.Kind.CHILD, ServiceInterceptor.Invocation::proceed))
            .background(
                "w",
                context -> {
                  try (TaskScope scope = context.openScope("fetch")) {
                    Task<String> good = scope.fork(() -> "result");
                    Task<Object> bad =
                        scope.fork(() -> {
                          throw new IOException("failure");
                        });
                    scope.join();
                    fixture.mark(good.result() + ", " + bad.failure().getMessage());
                  }
                })
            .build();
    fixture.start(host);
    assertEquals(List.of("0 result, failure"), trail);
  }
}
