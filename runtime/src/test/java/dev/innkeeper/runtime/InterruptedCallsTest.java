package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.BlockingCall.Where;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the JDK has that blocks, when our interrupt ends it: that is what was asked for, and no
 * failure. In real time, since real sockets and files are what blocks.
 */
class InterruptedCallsTest {

  /** Time for the calls to block before they are interrupted; not to block yet does no harm. */
  private static final Duration BEFORE_THE_INTERRUPT = Duration.ofMillis(100);

  /** Calls that are made at the same time. */
  record Group(String name, boolean onPlatformThreads, List<BlockingCall> calls) {

    void choose(ServiceOptions options) {
      options.interruptAfter(BEFORE_THE_INTERRUPT);
      if (onPlatformThreads) {
        options.platformThreads();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Group> groups() {
    Predicate<BlockingCall> onPlatformThreads = call -> call.where() != Where.VIRTUAL;
    return Stream.concat(
        Stream.of(group("on platform threads", true, onPlatformThreads)), onVirtualThreads());
  }

  private static Stream<Group> onVirtualThreads() {
    Predicate<BlockingCall> pinned = call -> call.where() == Where.ALL_BUT_PINNED;
    return Stream.concat(
        Stream.of(group("on virtual threads", false, pinned.negate())),
        BlockingCall.all().stream()
            .filter(pinned)
            .map(call -> new Group(call.name() + " alone", false, List.of(call))));
  }

  private static Group group(String name, boolean platform, Predicate<BlockingCall> which) {
    return new Group(name, platform, BlockingCall.all().stream().filter(which).toList());
  }

  private static HostBuilder host() {
    return Host.builder("inn")
        .startConcurrently()
        .stopConcurrently()
        .shutdownTimeout(Duration.ofSeconds(20));
  }

  private static Map<String, Object> all(List<BlockingCall> calls, Object outcome) {
    Map<String, Object> outcomes = new TreeMap<>();
    calls.forEach(call -> outcomes.put(call.name(), outcome));
    return outcomes;
  }

  private static Map<String, Object> states(StopReport report) {
    Map<String, Object> states = new TreeMap<>();
    report
        .services()
        .forEach(
            s -> states.put(s.name(), s.failure().isPresent() ? s.failure().get() : s.state()));
    return states;
  }

  @ParameterizedTest
  @MethodSource("groups")
  void endTheWorkOfAServiceAsItWasAsked(Group group) throws Exception {
    List<BlockingCall> calls = group.calls();
    CountDownLatch begun = new CountDownLatch(calls.size());
    HostBuilder builder = host();
    for (BlockingCall call : calls) {
      builder.background(call.name(), context -> call.make(begun), group::choose);
    }
    Host host = builder.build();
    host.start();
    begun.await();
    StopReport report = host.stop();
    assertEquals(all(calls, ServiceState.STOPPED), states(report));
    assertTrue(report.clean(), report.toString());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void leaveNoFailureWhenAnOperatorRestartsTheService(Group group) throws Exception {
    List<BlockingCall> calls = group.calls();
    CountDownLatch begun = new CountDownLatch(calls.size());
    CountDownLatch begunAgain = new CountDownLatch(2 * calls.size());
    List<HostEvent> failures = new CopyOnWriteArrayList<>();
    HostBuilder builder = host().listener(event -> addIfFailure(event, failures));
    for (BlockingCall call : calls) {
      builder.background(
          call.name(),
          context -> {
            begunAgain.countDown();
            call.make(begun);
          },
          group::choose);
    }
    Host host = builder.build();
    try (LogTrail log = LogTrail.from(Level.ERROR);
        ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
      host.start();
      begun.await();
      List<Callable<ServiceStatus>> orders = new ArrayList<>();
      calls.forEach(call -> orders.add(host.control(call.name())::restart));
      for (Future<ServiceStatus> answer : operators.invokeAll(orders)) {
        ServiceStatus status = answer.get();
        assertEquals(Optional.empty(), status.failure(), status.name());
        assertEquals(1, status.restarts(), status.name());
      }
      begunAgain.await();
      assertTrue(host.stop().clean(), host.stop().toString());
      assertEquals(List.of(), log.lines());
    }
    assertEquals(List.of(), failures);
  }

  private static void addIfFailure(HostEvent event, List<HostEvent> failures) {
    if (event instanceof HostEvent.ServiceFailed) {
      failures.add(event);
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void endAStartThatWasGivenUpWithoutAFailure(Group group) throws Exception {
    List<BlockingCall> calls = group.calls();
    CountDownLatch begun = new CountDownLatch(calls.size());
    HostBuilder builder = host();
    for (BlockingCall call : calls) {
      builder.add(call.name(), context -> call.make(begun), group::choose);
    }
    Host host = builder.build();
    AtomicReference<HostStartException> thrown = new AtomicReference<>();
    Thread starter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                host.start();
              } catch (HostStartException e) {
                thrown.set(e);
              }
            });
    begun.await();
    host.lifetime().requestStop();
    starter.join();
    assertNull(thrown.get().getCause());
    assertEquals(List.of(), List.of(thrown.get().getSuppressed()));
    assertTrue(host.stop().clean(), host.stop().toString());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void handAJobBackAlsoInItsLastTry(Group group) throws Exception {
    Map<String, BlockingCall> calls = new LinkedHashMap<>();
    group.calls().forEach(call -> calls.put(call.name(), call));
    CountDownLatch begun = new CountDownLatch(calls.size());
    ConcurrentSkipListSet<String> back = new ConcurrentSkipListSet<>();
    JobQueue<String, Void> queue =
        JobQueue.builder("jobs", (String name) -> calls.get(name).make(begun))
            .workers(calls.size())
            .onHandBack(back::addAll)
            .build();
    Host host = host().queue(queue, group::choose).build();
    host.start();
    List<JobHandle<Void>> jobs = new ArrayList<>();
    for (String name : calls.keySet()) {
      jobs.add(queue.submit(name));
    }
    begun.await();
    assertTrue(host.stop().clean());
    assertEquals(new TreeSet<>(calls.keySet()), back);
    jobs.forEach(job -> assertEquals(JobHandle.State.HANDED_BACK, job.state()));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void endARunWithoutItsBeingASuccessOrAFailure(Group group) throws Exception {
    List<BlockingCall> calls = group.calls();
    CountDownLatch begun = new CountDownLatch(calls.size());
    Map<String, RecurringJob> jobs = new TreeMap<>();
    HostBuilder builder = host();
    for (BlockingCall call : calls) {
      RecurringJob job =
          RecurringJob.every(Duration.ofDays(1)).initialRun().build(run -> call.make(begun));
      jobs.put(call.name(), job);
      builder.recurring(call.name(), job, group::choose);
    }
    Host host = builder.build();
    host.start();
    begun.await();
    StopReport report = host.stop();
    Map<String, Object> outcomes = new TreeMap<>();
    jobs.forEach((name, job) -> outcomes.put(name, job.status().lastOutcome().orElseThrow()));
    assertEquals(all(calls, RunOutcome.INTERRUPTED), outcomes);
    assertTrue(report.clean(), report.toString());
  }

  @ParameterizedTest
  @MethodSource("onVirtualThreads")
  void endTheTasksOfAScopeThatItsOwnerHasCancelledWithoutAFailure(Group group) throws Exception {
    List<BlockingCall> calls = group.calls();
    CountDownLatch begun = new CountDownLatch(calls.size());
    try (TaskScope scope = TaskScope.openFailFast("calls")) {
      for (BlockingCall call : calls) {
        var unused =
            scope.fork(() -> {
              begun.countDown();
              call.body().run();
              return null;
            });
      }
      begun.await();
      scope.cancel();
      scope.join();
    }
  }
}
