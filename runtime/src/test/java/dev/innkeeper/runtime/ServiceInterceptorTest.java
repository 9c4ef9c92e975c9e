package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.InterceptorsOfTests.at;
import static dev.innkeeper.runtime.InterceptorsOfTests.tracing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link HostBuilder#intercept} puts around the calls to services and around their tasks. */
class ServiceInterceptorTest extends PhasesFixture {

  /** All kinds of calls in one service. */
  private final class Everything extends Observer implements BackgroundService {

    Everything() {
      super("s");
    }

    @Override
    public void execute(ServiceContext context) throws Exception {
      context.onStopRequested(() -> mark("hook"));
      try (TaskScope scope = context.openScope("child")) {
        scope.fork(() -> {
          mark("child");
          return null;
        });
        scope.join();
      }
      context.awaitStop();
      sleep(time, seconds(1));
      mark("work ends");
    }
  }

  @Test
  void areAroundEveryCallToAServiceAndEveryTaskThatItForks() throws Exception {
    Host host = host().intercept(tracing("", this::mark)).add("s", Everything::new).build();
    start(host);
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
    assertTrue(stop(host).clean());
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
        host()
            .intercept(tracing("outer ", this::mark))
            .intercept(tracing("inner ", this::mark))
            .add("a", failing("a", 0, new IOException("disk")))
            .build();
    assertEquals("disk", startFails(host).getCause().getMessage());
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
        host()
            .intercept(call -> {
              mark(call.service() + " " + call.kind() + " " + Thread.currentThread().getName());
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
    start(host);
    stop(host);
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
    Host host = host().intercept(tracing("", this::mark)).add("a", service("a")).build();
    Host other = Host.builder("other").timeSource(time).add("b", service("b")).build();
    start(other);
    stop(other);
    assertEquals(List.of("0 b starts", "0 b stops"), trail);
    host.close();
  }

  @Test
  void letAChildsResultAndFailurePass() throws Exception {
    Host host =
        host()
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
                    mark(good.result() + ", " + bad.failure().getMessage());
                  }
                })
            .build();
    start(host);
    assertEquals(List.of("0 result, failure"), trail);
  }
}
