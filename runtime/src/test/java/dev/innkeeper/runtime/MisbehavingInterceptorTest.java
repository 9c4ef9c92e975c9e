package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static dev.innkeeper.runtime.Tracing.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interceptors that do not do what they should. */
class MisbehavingInterceptorTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Tracing tracing = new Tracing(fixture);

  @Test
  void thatForgetsToProceedIsTold() {
    Host host =
        fixture
            .host()
            .intercept(at(ServiceInterceptor.Kind.START, call -> {}))
            .add("a", marking.service("a"))
            .build();
    Throwable cause = fixture.startFails(host).getCause();
    assertInstanceOf(IllegalStateException.class, cause);
    assertEquals("interceptor returned without proceed() to START of 'a'", cause.getMessage());
    assertEquals(List.of(), trail);
  }

  @Test
  void thatProceedsTwiceIsToldAndTheCallIsMadeOnce() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(
                at(
                    ServiceInterceptor.Kind.STOP,
                    call -> {
                      call.proceed();
                      call.proceed();
                    }))
            .add("a", marking.service("a"))
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 a starts", "0 a stops"), trail);
    Throwable failure = report.services().get(0).failure().orElseThrow();
    assertInstanceOf(IllegalStateException.class, failure);
    assertEquals("proceed() to STOP of 'a' was made already", failure.getMessage());
    assertEquals(List.of("a FAILED"), states(report));
  }

  @Test
  void thatSwallowsAnExceptionDoesNotHideIt() {
    IOException disk = new IOException("disk");
    Host host =
        fixture
            .host()
            .intercept(tracing.interceptor(""))
            .intercept(
                at(
                    ServiceInterceptor.Kind.START,
                    call -> assertSame(disk, assertThrows(IOException.class, call::proceed))))
            .add("a", marking.failing("a", 0, disk))
            .build();
    assertSame(disk, fixture.startFails(host).getCause());
    assertEquals(List.of("0 > a START", "0 a starts", "0 ! a START disk"), trail);
  }

  @Test
  void thatSwallowsAnErrorDoesNotHideIt() {
    StackOverflowError deep = new StackOverflowError("deep");
    Host host =
        fixture
            .host()
            .intercept(call -> {
              try {
                call.proceed();
              } catch (StackOverflowError e) {
                fixture.mark("swallowed " + call.kind());
              }
            })
            .background(
                "w",
                context -> {
                  throw deep;
                })
            .build();
    assertSame(deep, fixture.startFails(host).getCause());
    assertEquals(List.of("0 swallowed EXECUTE"), trail);
  }

  @Test
  void thatThrowsBeforeTheCallHasFailedIt() {
    IllegalStateException token = new IllegalStateException("no token");
    Host host =
        fixture
            .host()
            .intercept(at(ServiceInterceptor.Kind.START, fails(token)))
            .add("a", marking.service("a"))
            .build();
    assertSame(token, fixture.startFails(host).getCause());
    assertEquals(List.of(), trail);
  }

  private ServiceInterceptor fails(Exception thrown) {
    return call -> {
      throw thrown;
    };
  }

  @Test
  void thatThrowsSomethingElseThanTheCallIsHeard() {
    Host host =
        fixture
            .host()
            .intercept(
                at(
                    ServiceInterceptor.Kind.START,
                    call -> {
                      try {
                        call.proceed();
                      } catch (IOException e) {
                        throw new IllegalStateException("wrapped", e);
                      }
                    }))
            .add("a", marking.failing("a", 0, new IOException("disk")))
            .build();
    Throwable cause = fixture.startFails(host).getCause();
    assertEquals("wrapped", cause.getMessage());
    assertEquals("disk", cause.getCause().getMessage());
  }

  @Test
  void thatThrowsAroundAChildFailsThatChild() throws Exception {
    IllegalStateException token = new IllegalStateException("no token");
    Host host =
        fixture
            .host()
            .intercept(at(ServiceInterceptor.Kind.CHILD, fails(token)))
            .background(
                "w",
                context -> {
                  try (TaskScope scope = context.openScope("fetch")) {
                    Task<String> child = scope.fork(() -> "never");
                    scope.join();
                    fixture.mark(child.state() + " " + child.failure().getMessage());
                  }
                })
            .build();
    fixture.start(host);
    assertEquals(List.of("0 FAILED no token"), trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void thatHangsIsPartOfTheCallAndInterruptedWithIt() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(
                at(
                    ServiceInterceptor.Kind.EXECUTE,
                    call -> {
                      call.proceed();
                      sleep(time, seconds(1_000));
                    }))
            .background("w", ServiceContext::awaitStop)
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertEquals(seconds(2), report.took());
    assertTrue(report.clean());
  }
}
