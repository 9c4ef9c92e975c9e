package dev.innkeeper.runtime;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.ScheduleOptions;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HealthCheck;
import dev.innkeeper.runtime.service.ServiceContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A null in place of a duration, in each public method that there is, is told by its name. */
class NullDurationsTest {

  private static final String EXPORTED =
      "dev\\.innkeeper\\.runtime(\\.(jobs|report|scope|service))?";

  /** Where the message says more than the name of the parameter. */
  private static final Map<String, String> IN_OTHER_WORDS =
      Map.of(
          "RestartPolicy.backoff first", "first back-off",
          "RestartPolicy.backoff longest", "longest back-off",
          "RetryPolicy.backoff first", "first back-off",
          "RetryPolicy.backoff longest", "longest back-off",
          "HostBuilder.warnAboutSlowStart after", "warning about a slow start",
          "ServiceOptions.healthCheck every", "period of a health check",
          "ServiceOptions.healthCheck timeout", "timeout of a health check");

  private final HostFixture fixture = new HostFixture();
  private final List<ServiceContext> contexts = new ArrayList<>();
  private final JobQueue<String, Void> queue =
      JobQueue.builder("jobs", (String item) -> {}).build();
  private final JobScheduler scheduler = JobScheduler.builder("scheduler").build();
  private Host host;

  @BeforeEach
  void startAHost() throws Exception {
    host =
        fixture.start(
            fixture
                .host()
                .queue(queue)
                .jobScheduler(scheduler)
                .background(
                    "w",
                    context -> {
                      contexts.add(context);
                      context.awaitStop();
                    }));
  }

  @AfterEach
  void stopIt() throws Exception {
    fixture.stop(host);
  }

  /** What the methods of instances are called on, by the class that declares them. */
  private Map<String, Object> instances(TaskScope scope) throws Exception {
    List<ScheduleOptions> chosen = new ArrayList<>();
    ScheduledJob job =
        scheduler.scheduleAfter("its job", Duration.ofDays(1), run -> {}, chosen::add);
    return Map.ofEntries(
        Map.entry("Host", host),
        Map.entry("HostBuilder", Host.builder("h")),
        Map.entry("ServiceOptions", new ServiceOptions()),
        Map.entry("ServiceContext", contexts.getFirst()),
        Map.entry("RestartPolicy", FailurePolicy.restart()),
        Map.entry("RetryPolicy", RetryPolicy.maxRetries(1)),
        Map.entry("JobQueue", queue),
        Map.entry("JobSubmitter", queue),
        Map.entry("JobQueueBuilder", JobQueue.builder("jobs", (String item) -> {})),
        Map.entry("JobHandle", fixture.time.drive(() -> queue.submit("a"))),
        Map.entry("RecurringJobBuilder", RecurringJob.every(Duration.ofSeconds(1))),
        Map.entry("JobScheduler", scheduler),
        Map.entry("JobSchedulerBuilder", JobScheduler.builder("jobs")),
        Map.entry("ScheduledJob", job),
        Map.entry("ScheduleOptions", chosen.getFirst()),
        Map.entry("TaskScope", scope));
  }

  /** Something that is not null, for the parameters that are not in question. */
  private static Object sample(Class<?> type) {
    return Stream.of(
            Duration.ofSeconds(1),
            1,
            "a",
            (RecurringJob.Body) run -> {},
            (ScheduledJob.Body) run -> {},
            (JobAction<Object>) item -> {},
            (HealthCheck) Health::up,
            (Consumer<ServiceOptions>) options -> {})
        .filter(each -> type.isInstance(each) || (type == int.class && each instanceof Integer))
        .findFirst()
        .orElse("an item");
  }

  record Call(Method method, int which) {

    String type() {
      String name = method.getDeclaringClass().getCanonicalName();
      return name.substring(method.getDeclaringClass().getPackageName().length() + 1);
    }

    String parameter() {
      return method.getParameters()[which].getName();
    }

    /** The name of the parameter, or of the option that the method chooses. */
    List<String> names() {
      String option = method.getName().replaceAll("(\\p{Upper})", " $1").toLowerCase(Locale.ROOT);
      String other = IN_OTHER_WORDS.get(toString());
      return other != null ? List.of(other) : List.of(parameter(), option);
    }

    Throwable failure(Object on) {
      Object[] arguments =
          Stream.of(method.getParameterTypes()).map(NullDurationsTest::sample).toArray();
      arguments[which] = null;
      method.setAccessible(true); // of a public interface, on a class that is hidden
      return assertThrows(InvocationTargetException.class, () -> method.invoke(on, arguments))
          .getCause();
    }

    @Override
    public String toString() {
      return type() + "." + method.getName() + " " + parameter();
    }
  }

  static List<Call> calls() {
    return new ClassFileImporter()
        .importUrl(Host.class.getProtectionDomain().getCodeSource().getLocation()).stream()
            .filter(type -> type.getPackageName().matches(EXPORTED))
            .map(JavaClass::reflect)
            .filter(NullDurationsTest::isPublic)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .flatMap(NullDurationsTest::durationsOf)
            .toList();
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  private static Stream<Call> durationsOf(Method method) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < method.getParameterCount(); i++) {
      if (method.getParameterTypes()[i] == Duration.class) {
        calls.add(new Call(method, i));
      }
    }
    return calls.stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isNamed(Call call) throws Exception {
    try (TaskScope scope = TaskScope.open("s")) {
      Object on = instances(scope).get(call.type());
      assertTrue(on != null || Modifier.isStatic(call.method.getModifiers()), "no " + call.type());
      Throwable refused = call.failure(on);
      assertInstanceOf(NullPointerException.class, refused);
      assertTrue(call.names().contains(refused.getMessage()), refused.getMessage());
    }
  }

  @Test
  void areTheseMethods() {
    SortedSet<String> all =
        calls().stream().map(Call::toString).collect(toCollection(TreeSet::new));
    assertEquals(
        List.of(
            "Host.awaitTermination timeout",
            "HostBuilder.drainDelay delay",
            "HostBuilder.recurring period",
            "HostBuilder.shutdownTimeout timeout",
            "HostBuilder.startupTimeout timeout",
            "HostBuilder.warnAboutSlowStart after",
            "JobHandle.await timeout",
            "JobQueue.batching linger",
            "JobQueue.submit timeout",
            "JobQueue.submitAfter delay",
            "JobQueueBuilder.rateLimit period",
            "JobQueueBuilder.timeout limit",
            "JobScheduler.scheduleAfter delay",
            "JobScheduler.scheduleEvery period",
            "JobSchedulerBuilder.tolerance most",
            "JobSubmitter.submit timeout",
            "JobSubmitter.submitAfter delay",
            "RecurringJob.every period",
            "RecurringJob.withFixedDelay delay",
            "RecurringJobBuilder.jitter most",
            "RecurringJobBuilder.timeout limit",
            "RestartPolicy.backoff first",
            "RestartPolicy.backoff longest",
            "RestartPolicy.maxRestarts window",
            "RetryPolicy.backoff first",
            "RetryPolicy.backoff longest",
            "ScheduleOptions.initialDelay delay",
            "ScheduleOptions.jitter most",
            "ScheduleOptions.timeout limit",
            "ScheduledJob.rescheduleAfter delay",
            "ScheduledJob.rescheduleEvery period",
            "ServiceContext.awaitStop timeout",
            "ServiceContext.timer period",
            "ServiceOptions.healthCheck every",
            "ServiceOptions.healthCheck timeout",
            "ServiceOptions.interruptAfter delay",
            "ServiceOptions.startTimeout timeout",
            "ServiceOptions.stopTimeout timeout",
            "TaskScope.join timeout"),
        List.copyOf(all));
  }
}
