package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.service.TaskDecorator;
import dev.innkeeper.runtime.thread.Workplace;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What is put around the calls to services: immutable.
 *
 * @param decorators the outermost first
 */
public record Decoration(List<TaskDecorator> decorators) implements Workplace.Around {

  /** A task that the service has forked. */
  @Override
  public <T extends @Nullable Object> T call(String service, Callable<T> task) throws Exception {
    return call(service, TaskDecorator.Kind.CHILD, task);
  }

  public boolean isEmpty() {
    return decorators.isEmpty();
  }

  public <T extends @Nullable Object> T call(
      String service, TaskDecorator.Kind kind, Callable<T> body) throws Exception {
    if (isEmpty()) {
      return body.call();
    }
    Layer<T> outermost = new Layer<>(this, 0, service, kind, body);
    outermost.proceed();
    return outermost.result();
  }

  /** The call as one decorator sees it: all that lies further in. */
  static final class Layer<T extends @Nullable Object> implements TaskDecorator.Call {
    private final Decoration decoration;
    private final int depth;
    private final String service;
    private final TaskDecorator.Kind kind;
    private final Callable<T> body;
    private boolean proceeded;
    private @Nullable Throwable thrown;
    private @Nullable T result;

    Layer(
        Decoration decoration,
        int depth,
        String service,
        TaskDecorator.Kind kind,
        Callable<T> body) {
      this.decoration = decoration;
      this.depth = depth;
      this.service = service;
      this.kind = kind;
      this.body = body;
    }

    @Override
    public String service() {
      return service;
    }

    @Override
    public TaskDecorator.Kind kind() {
      return kind;
    }

    @Override
    public void proceed() throws Exception {
      if (proceeded) {
        throw new IllegalStateException(this + " was made already");
      }
      proceeded = true;
      try {
        result = depth == decoration.decorators.size() ? body.call() : decorated();
      } catch (Throwable t) { // also what is neither an Exception nor an Error
        thrown = t;
        throw t;
      }
    }

    private T decorated() throws Exception {
      Layer<T> inner = new Layer<>(decoration, depth + 1, service, kind, body);
      TaskDecorator decorator = decoration.decorators.get(depth);
      decorator.run(inner);
      if (!inner.proceeded) {
        throw new IllegalStateException(decorator + " returned without " + inner);
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
