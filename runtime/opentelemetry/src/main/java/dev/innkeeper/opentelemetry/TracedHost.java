package dev.innkeeper.opentelemetry;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.runtime.service.ServiceInterceptor.Invocation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Locale;

/** One host of those that are traced. */
final class TracedHost implements HostExtension {

  private static final AttributeKey<String> HOST = AttributeKey.stringKey("innkeeper.host");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("innkeeper.service");
  private static final AttributeKey<String> JOB_SYSTEM = AttributeKey.stringKey("job.system");
  private static final AttributeKey<Long> RUN = AttributeKey.longKey("innkeeper.run");
  private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("innkeeper.trigger");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("innkeeper.attempt");

  private static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey("exception.type");

  private final Tracer tracer;

  /** Written before any service is called. */
  private volatile String name = "";

  TracedHost(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public void configure(HostBuilder builder) {
    builder.intercept(this::intercept).propagate(TracedHost::capture);
  }

  @Override
  public void opened(HostView host) {
    name = host.name();
  }

  /** On the thread that submits a job: its context goes around the attempts. */
  @SuppressWarnings("try") // the scope is only closed
  private static ServiceInterceptor capture() {
    Context submitter = Context.current();
    return invocation -> {
      try (Scope unused = submitter.makeCurrent()) {
        invocation.proceed();
      }
    };
  }

  private void intercept(Invocation invocation) throws Exception {
    switch (invocation.kind()) {
      case START -> trace(invocation, span(invocation, "start"));
      case STOP -> trace(invocation, span(invocation, "stop"));
      case JOB -> trace(invocation, ofJob(invocation));
      default -> invocation.proceed();
    }
  }

  private SpanBuilder span(Invocation invocation, String what) {
    return tracer
        .spanBuilder(name + "/" + invocation.service() + " " + what)
        .setAttribute(HOST, name)
        .setAttribute(SERVICE, invocation.service());
  }

  private SpanBuilder ofJob(Invocation invocation) {
    SpanBuilder span = span(invocation, invocation.run().isPresent() ? "run" : "job");
    span.setNoParent().setAttribute(JOB_SYSTEM, "innkeeper");
    invocation.run().ifPresent(run -> describe(span, run));
    invocation.attempt().ifPresent(attempt -> describe(span, attempt));
    return span;
  }

  private static void describe(SpanBuilder span, JobRun run) {
    span.setAttribute(RUN, run.number());
    span.setAttribute(TRIGGER, run.trigger().name().toLowerCase(Locale.ROOT));
  }

  /** What is current is the context of the submitter. */
  private static void describe(SpanBuilder span, JobAttempt attempt) {
    span.setAttribute(ATTEMPT, attempt.number());
    SpanContext submitter = Span.current().getSpanContext();
    if (submitter.isValid()) {
      span.addLink(submitter).setSpanKind(SpanKind.CONSUMER);
    }
  }

  @SuppressWarnings("try") // the scope is only closed
  private static void trace(Invocation invocation, SpanBuilder builder) throws Exception {
    Span span = builder.startSpan();
    try (Scope unused = span.makeCurrent()) {
      invocation.proceed();
    } catch (Throwable t) {
      record(t, span);
      throw t;
    } finally {
      span.end();
    }
  }

  /** One that was interrupted has not failed. What an exception says of itself is user code. */
  private static void record(Throwable thrown, Span span) {
    if (thrown instanceof InterruptedException) {
      return;
    }
    span.setStatus(StatusCode.ERROR);
    try {
      span.recordException(thrown);
    } catch (Throwable t) {
      span.addEvent("exception", Attributes.of(EXCEPTION_TYPE, thrown.getClass().getName()));
    }
  }
}
