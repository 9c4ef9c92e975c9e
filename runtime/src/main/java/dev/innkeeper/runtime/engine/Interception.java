package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.message.Shown;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The interceptors of a host: immutable.
 *
 * @param interceptors the outermost first
 */
public record Interception(List<ServiceInterceptor> interceptors)
    implements Workplace.ForkInterceptor, HostPort.JobContext {

  /** The same, with {@code others} outside of them. */
  Interception within(List<ServiceInterceptor> others) {
    return new Interception(Stream.concat(others.stream(), interceptors.stream()).toList());
  }

  /** A task that the service has forked. */
  @Override
  public <T extends @Nullable Object> T call(String service, Callable<T> task) throws Exception {
    return call(service, ServiceInterceptor.Kind.CHILD, task);
  }

  public boolean isEmpty() {
    return interceptors.isEmpty();
  }

  public <T extends @Nullable Object> T call(
      String service, ServiceInterceptor.Kind kind, Callable<T> body) throws Exception {
    return call(service, kind, null, body);
  }

  /** {@code of} is the run or the attempt, if it is one. */
  <T extends @Nullable Object> T call(
      String service, ServiceInterceptor.Kind kind, @Nullable Object of, Callable<T> body)
      throws Exception {
    if (isEmpty()) {
      return body.call();
    }
    Layer<T> outermost = new Layer<>(this, 0, service, kind, of, body);
    outermost.proceed();
    return outermost.result();
  }

  /** The call as one interceptor sees it: all that lies further in. */
  static final class Layer<T extends @Nullable Object> implements ServiceInterceptor.Invocation {
    private final Interception interception;
    private final int depth;
    private final String service;
    private final ServiceInterceptor.Kind kind;
    private final @Nullable Object of;
    private final Callable<T> body;
    private boolean proceeded;
    private @Nullable Throwable thrown;
    private @Nullable T result;

    Layer(
        Interception interception,
        int depth,
        String service,
        ServiceInterceptor.Kind kind,
        @Nullable Object of,
        Callable<T> body) {
      this.interception = interception;
      this.depth = depth;
      this.service = service;
      this.kind = kind;
      this.of = of;
      this.body = body;
    }

    @Override
    public String service() {
      return service;
    }

    @Override
    public ServiceInterceptor.Kind kind() {
      return kind;
    }

    @Override
    public Optional<JobRun> run() {
      return of instanceof JobRun run ? Optional.of(run) : Optional.empty();
    }

    @Override
    public Optional<JobAttempt> attempt() {
      return of instanceof JobAttempt attempt ? Optional.of(attempt) : Optional.empty();
    }

    @Override
    public void proceed() throws Exception {
      if (proceeded) {
        throw new IllegalStateException(this + " was made already");
      }
      proceeded = true;
      try {
        result = depth == interception.interceptors.size() ? body.call() : intercepted();
      } catch (Throwable t) { // also what is neither an Exception nor an Error
        thrown = t;
        throw t;
      }
    }

    private T intercepted() throws Exception {
      Layer<T> inner = new Layer<>(interception, depth + 1, service, kind, of, body);
      ServiceInterceptor interceptor = interception.interceptors.get(depth);
      interceptor.intercept(inner);
      if (!inner.proceeded) {
        throw new IllegalStateException(Shown.of(interceptor) + " returned without " + inner);
      }
      return inner.result();
    }

    /** Nothing that was thrown is lost, whatever those further out made of it. */
    @SuppressWarnings("NullAway") // null exactly where T may be
    T result() throws Exception {
      if (thrown != null) {
        throw Layer.<Exception>as(thrown);
      }
      return result;
    }

    /** As it is: the compiler takes it for an exception of that type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X as(Throwable thrown) throws X {
      throw (X) thrown;
    }

    @Override
    public String toString() {
      return "proceed() to " + kind + " of '" + service + "'";
    }
  }
}
