package dev.innkeeper.runtime;

import dev.innkeeper.runtime.service.ServiceInterceptor;
import java.util.function.Consumer;

/** Interceptors for tests. */
final class InterceptorsOfTests {

  private InterceptorsOfTests() {}

  /** Marks before and after each call, and what it threw. */
  static ServiceInterceptor tracing(String name, Consumer<String> mark) {
    return call -> {
      String what = name + call.service() + " " + call.kind();
      mark.accept("> " + what);
      try {
        call.proceed();
        mark.accept("< " + what);
      } catch (Exception e) {
        mark.accept("! " + what + " " + e.getMessage());
        throw e;
      }
    };
  }

  /** Does this for one kind, and proceeds with all others. */
  static ServiceInterceptor at(ServiceInterceptor.Kind kind, ServiceInterceptor interceptor) {
    return new ServiceInterceptor() {
      @Override
      public void intercept(Invocation call) throws Exception {
        if (call.kind() == kind) {
          interceptor.intercept(call);
        } else {
          call.proceed();
        }
      }

      @Override
      public String toString() {
        return "interceptor";
      }
    };
  }
}
