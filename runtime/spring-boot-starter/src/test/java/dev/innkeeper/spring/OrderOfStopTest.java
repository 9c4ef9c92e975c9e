package dev.innkeeper.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** What starts and stops when: the table of the page. */
class OrderOfStopTest {

  /** Trails are beans, so that each context has its own. */
  static class Trail extends CopyOnWriteArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  record Pool(Trail trail) implements DisposableBean {
    @Override
    public void destroy() {
      trail.add("destroy the pool");
    }
  }

  record Service(Trail trail, Pool pool) implements HostedService {
    @Override
    public void start(ServiceContext context) {
      trail.add("start the service");
    }

    @Override
    public void stop(ServiceContext context) {
      trail.add("stop the service");
    }
  }

  static class Application {
    @Bean
    Trail trail() {
      return new Trail();
    }

    @Bean
    Pool pool(Trail trail) {
      return new Pool(trail);
    }

    @Bean
    Service service(Trail trail, Pool pool) {
      return new Service(trail, pool);
    }

    @Bean
    Part listeners(Trail trail) {
      return new Part("message listeners", SmartLifecycle.DEFAULT_PHASE, trail, false);
    }

    @Bean
    Part requests(Trail trail) {
      return new Part(
          "taking requests", WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE, trail, false);
    }

    @Bean
    Part port(Trail trail) {
      return new Part(
          "the port", WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE, trail, false);
    }

    @Bean
    Part low(Trail trail) {
      return new Part("a lifecycle of phase 0", 0, trail, false);
    }

    @Bean
    ApplicationListener<AvailabilityChangeEvent<ReadinessState>> readiness(Trail trail) {
      return event -> trail.add(event.getState().name());
    }
  }

  @Test
  void theHostStartsBeforeThePortOpensAndStopsAfterItIsClosed() {
    Contexts.with(Application.class)
        .run(context -> {
          Trail trail = context.getBean(Trail.class);
          context.close();
          assertEquals(
              List.of(
                  "start a lifecycle of phase 0",
                  "start the service",
                  "start the port",
                  "start taking requests",
                  "start message listeners",
                  "REFUSING_TRAFFIC",
                  "stop message listeners",
                  "stop taking requests",
                  "stop the port",
                  "stop the service",
                  "stop a lifecycle of phase 0",
                  "destroy the pool"),
              trail.stream().distinct().toList());
        });
  }

  @Test
  void inAnotherPhaseItStopsFirst() {
    Contexts.with(Application.class)
        .withPropertyValues("innkeeper.phase=" + Integer.MAX_VALUE)
        .run(context -> {
          Trail trail = context.getBean(Trail.class);
          context.close();
          assertTrue(trail.indexOf("start the service") > trail.indexOf("start the port"));
          assertTrue(trail.contains("stop the service"), trail::toString);
          assertTrue(trail.indexOf("stop the service") < trail.indexOf("stop the port"));
        });
  }

  // ---- Spring's own tasks

  static class Tasks {

    private final CountDownLatch running = new CountDownLatch(2);
    private final CountDownLatch ended = new CountDownLatch(2);
    private final Trail trail;

    Tasks(Trail trail) {
      this.trail = trail;
    }

    /** Not by the fields: this may be a proxy. */
    public void awaitRunning() throws InterruptedException {
      running.await();
    }

    public void awaitEnded() throws InterruptedException {
      ended.await();
    }

    @Async
    public void async() {
      run("@Async");
    }

    @Scheduled(fixedRate = 3_600_000)
    public void scheduled() {
      run("@Scheduled");
    }

    private void run(String name) {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        trail.add("interrupt " + name);
      }
      ended.countDown();
    }
  }

  @EnableAsync(proxyTargetClass = true)
  @EnableScheduling
  static class WithTasks extends Application {
    @Bean
    Tasks tasks(Trail trail) {
      return new Tasks(trail);
    }
  }

  private static ApplicationContextRunner withTasks() {
    return Contexts.with(WithTasks.class)
        .withPropertyValues("innkeeper.shutdown-timeout=1s")
        .withConfiguration(
            AutoConfigurations.of(
                LifecycleAutoConfiguration.class,
                TaskExecutionAutoConfiguration.class,
                TaskSchedulingAutoConfiguration.class));
  }

  @Test
  void runningTasksOfSpringAreInterruptedWhenTheHostHasStopped() {
    withTasks()
        .run(context -> {
          Trail trail = context.getBean(Trail.class);
          Tasks tasks = context.getBean(Tasks.class);
          tasks.async();
          tasks.awaitRunning();
          context.close();
          tasks.awaitEnded();
          int stopped = trail.indexOf("stop the service");
          assertTrue(trail.indexOf("interrupt @Async") > stopped, trail::toString);
          assertTrue(trail.indexOf("interrupt @Scheduled") > stopped, trail::toString);
        });
  }

  @Test
  void whileTheApplicationDrainsTasksAndJobsAreAccepted() {
    withTasks()
        .withUserConfiguration(Latecomers.class)
        .run(context -> {
          Trail trail = context.getBean(Trail.class);
          context.close();
          assertTrue(
              trail.containsAll(List.of("a task is accepted", "a job is accepted")),
              trail::toString);
        });
  }

  /** As a request that comes while the application drains. */
  static class Latecomers {
    @Bean
    JobQueue<String, Void> mails() {
      return JobQueue.<String>builder("mails", mail -> {}).build();
    }

    @Bean
    SmartLifecycle lateRequest(Trail trail, Tasks tasks, JobQueue<String, Void> mails) {
      return new OnStop(() -> {
        tasks.async();
        trail.add("a task is accepted");
        if (mails.trySubmit("late").isPresent()) {
          trail.add("a job is accepted");
        }
      });
    }
  }

  /** Does something while message listeners stop. */
  static class OnStop implements SmartLifecycle {
    private final Runnable action;
    private volatile boolean running;

    OnStop(Runnable action) {
      this.action = action;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      action.run();
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }
  }

  /** Their executor is not asked to interrupt them; the threads are daemons. */
  @Test
  void onVirtualThreadsNobodyWaitsForTasksOfSpring() {
    withTasks()
        .withPropertyValues("spring.threads.virtual.enabled=true")
        .run(context -> {
          Trail trail = context.getBean(Trail.class);
          Tasks tasks = context.getBean(Tasks.class);
          tasks.async();
          tasks.awaitRunning();
          context.close();
          assertTrue(trail.contains("stop the service"), trail::toString);
          assertFalse(trail.contains("interrupt @Async"), trail::toString);
        });
  }
}
