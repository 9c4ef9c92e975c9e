package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.util.Map;
import org.slf4j.MDC;

/**
 * Carries the context of the thread that submits a job over to the job: a trace, a security
 * context, scoped values, the entries of the MDC.
 *
 * <pre>{@code
 * builder.propagate(ContextCapture.mdc());
 * builder.propagate(() -> {
 *   Context context = Context.current();              // on the thread that submits
 *   return invocation -> {
 *     try (Scope scope = context.makeCurrent()) {     // on the worker
 *       invocation.proceed();
 *     }
 *   };
 * });
 * }</pre>
 *
 * <p>It is for the jobs of a {@link JobQueue}, and goes around each attempt at them, outside of the
 * host's interceptors. A batch, whose jobs come from many, has the context of none.
 *
 * <p><b>Threads:</b> {@link #capture} is called by many threads at the same time.
 *
 * @see HostBuilder#propagate
 * @since 0.1
 */
@FunctionalInterface
public interface ContextCapture {

  /**
   * Captures the context. Called once for each submission, on the thread that submits, which may
   * wait for room after that.
   *
   * @return what goes around each attempt at the job, by the rules of a {@link ServiceInterceptor};
   *     not null
   * @throws RuntimeException if it cannot: the submission throws that, and the job is not in
   */
  ServiceInterceptor capture();

  /**
   * The entries of the MDC. Those that the worker has itself, as the names of its service and its
   * job, stay as they are; after an attempt the entries are those of before.
   */
  static ContextCapture mdc() {
    return () -> {
      Map<String, String> captured = copyOfMdc();
      return invocation -> {
        Map<String, String> before = copyOfMdc();
        try {
          captured.forEach((key, value) -> {
            if (!before.containsKey(key)) {
              MDC.put(key, value);
            }
          });
          invocation.proceed();
        } finally {
          MDC.setContextMap(before);
        }
      };
    };
  }

  private static Map<String, String> copyOfMdc() {
    Map<String, String> entries = MDC.getCopyOfContextMap();
    return entries == null ? Map.of() : entries;
  }
}
