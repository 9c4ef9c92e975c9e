package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.InterceptorsOfTests.at;
import static dev.innkeeper.runtime.InterceptorsOfTests.tracing;
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
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interceptors that do not do what they should. */
class MisbehavingInterceptorTest extends HostFixture {

  @Test
  void thatForgetsToProceedIsTold() {
    Host host =
        host()
            .intercept(at(ServiceInterceptor.Kind.START, call -> {}))
            .add("a", service("a"))
            .build();
    Throwable cause = startFails(host).getCause();
    assertInstanceOf(IllegalStateException.class, cause);
    assertEquals("interceptor returned without proceed() to START of 'a'", cause.getMessage());
    assertEquals(List.of(), trail);
  }

  @Test
  void thatProceedsTwiceIsToldAndTheCallIsMadeOnce() throws Exception {
    Host host =
        host()
            .intercept(
                at(
                    ServiceInterceptor.Kind.STOP,
                    call -> {
                      call.proceed();
                      call.proceed();
                    }))
            .add("a", service("a"))
            .build();
    start(host);
    StopReport report = stop(host);
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
        host()
            .intercept(tracing("", this::mark))
            .intercept(
                at(
                    ServiceInterceptor.Kind.START,
                    call -> assertSame(disk, assertThrows(IOException.class, call::proceed))))
            .add("a", failing("a", 0, disk))
            .build();
    assertSame(disk, startFails(host).getCause());
    assertEquals(List.of("0 > a START", "0 a starts", "0 ! a START disk"), trail);
  }

  @Test
  void thatSwallowsAnErrorDoesNotHideIt() {
    StackOverflowError deep = new StackOverflowError("deep");
    Host host =
        host()
            .intercept(call -> {
              try {
                call.proceed();
              } catch (StackOverflowError e) {
                mark("swallowed " + call.kind());
              }
            })
            .background(
                "w",
                context -> {
                  throw deep;
                })
            .build();
    assertSame(deep, startFails(host).getCause());
    assertEquals(List.of("0 swallowed EXECUTE"), trail);
  }

  @Test
  void thatThrowsBeforeTheCallHasFailedIt() {
    IllegalStateException token = new IllegalStateException("no token");
    Host host =
        host()
            .intercept(at(ServiceInterceptor.Kind.START, fails(token)))
            .add("a", service("a"))
            .build();
    assertSame(token, startFails(host).getCause());
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
        host()
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
            .add("a", failing("a", 0, new IOException("disk")))
            .build();
    Throwable cause = startFails(host).getCause();
    assertEquals("wrapped", cause.getMessage());
    assertEquals("disk", cause.getCause().getMessage());
  }

  @Test
  void thatThrowsAroundAChildFailsThatChild() throws Exception {
    IllegalStateException token = new IllegalStateException("no token");
    Host host =
        host()
            .intercept(at(ServiceInterceptor.Kind.CHILD, fails(token)))
            .background(
                "w",
                context -> {
                  try (TaskScope scope = context.openScope("fetch")) {
                    Task<String> child = scope.fork(() -> "never");
                    scope.join();
                    mark(child.state() + " " + child.failure().getMessage());
                  }
                })
            .build();
    start(host);
    assertEquals(List.of("0 FAILED no token"), trail);
    assertTrue(stop(host).clean());
  }

  @Test
  void thatHangsIsPartOfTheCallAndInterruptedWithIt() throws Exception {
    Host host =
        host()
            .intercept(
                at(
                    ServiceInterceptor.Kind.EXECUTE,
                    call -> {
                      call.proceed();
                      sleep(time, seconds(1_000));
                    }))
            .background("w", ServiceContext::awaitStop)
            .build();
    start(host);
    StopReport report = stop(host);
    assertEquals(seconds(2), report.took());
    assertTrue(report.clean());
  }
}
