package dev.innkeeper.spring;

import static dev.innkeeper.spring.Contexts.untilStopped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;

class ServicesTest {

  static class One {
    @Bean
    BackgroundService inbox() {
      return untilStopped();
    }
  }

  @Test
  void aBeanThatIsAServiceRunsUnderItsName() {
    Contexts.with(One.class)
        .run(context ->
            assertEquals(ServiceState.RUNNING, Contexts.host(context).service("inbox").state()));
  }

  @Test
  void itStopsWhenTheContextIsClosed() {
    Contexts.with(One.class)
        .run(context -> {
          HostView host = Contexts.host(context);
          context.close();
          assertEquals(ServiceState.STOPPED, host.service("inbox").state());
        });
  }

  @Test
  void withLazyInitializationItRunsAllTheSame() {
    Contexts.with(One.class)
        .withInitializer(context ->
            context.addBeanFactoryPostProcessor(
                new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
        .run(context ->
            assertEquals(ServiceState.RUNNING, Contexts.host(context).service("inbox").state()));
  }

  @Test
  void aContextThatIsStoppedAndStartedAgainHasANewHost() {
    Contexts.with(One.class)
        .run(context -> {
          context.stop();
          assertEquals(ServiceState.STOPPED, Contexts.host(context).service("inbox").state());
          context.start();
          assertEquals(ServiceState.RUNNING, Contexts.host(context).service("inbox").state());
        });
  }

  @Test
  void aContextThatIsPausedAndRestartedHasANewHost() {
    Contexts.with(One.class)
        .run(context -> {
          context.getSourceApplicationContext().pause();
          assertEquals(ServiceState.STOPPED, Contexts.host(context).service("inbox").state());
          context.getSourceApplicationContext().restart();
          assertEquals(ServiceState.RUNNING, Contexts.host(context).service("inbox").state());
        });
  }

  @Test
  void withoutAServiceThereIsNoHost() {
    Contexts.with()
        .run(context -> assertEquals(List.of(), context.getBean(SpringHosts.class).hosts()));
  }

  @Test
  void itCanBeTurnedOff() {
    Contexts.with(One.class)
        .withPropertyValues("innkeeper.enabled=false")
        .run(context -> assertEquals(Map.of(), context.getBeansOfType(HostView.class)));
  }

  @Test
  void metricsNeedARegistry() {
    ApplicationContextRunner runner =
        Contexts.with(One.class)
            .withConfiguration(AutoConfigurations.of(InnkeeperMetricsAutoConfiguration.class));
    runner.run(context -> assertFalse(context.containsBean("innkeeperMetrics")));
    runner
        .withBean(SimpleMeterRegistry.class)
        .run(context ->
            assertEquals(
                1.0,
                context
                    .getBean(SimpleMeterRegistry.class)
                    .get("innkeeper.host.ready")
                    .gauge()
                    .value()));
  }

  // ---- dependencies

  record Repository(HostedService migrations) {}

  static class ThroughABean {
    @Bean
    BackgroundService inbox(Repository repository) {
      return untilStopped();
    }

    @Bean
    Repository repository(@Qualifier("migrations") HostedService migrations) {
      return new Repository(migrations);
    }

    @Bean
    HostedService migrations() {
      return context -> {};
    }

    @Bean
    @DependsOn("inbox")
    BackgroundService mails() {
      return untilStopped();
    }
  }

  @Test
  void itDependsOnTheServicesThatItsBeanNeedsAlsoThroughBeansThatAreNone() {
    Contexts.with(ThroughABean.class)
        .run(context ->
            assertEquals(List.of("migrations"), Contexts.dependencies(context, "inbox")));
  }

  @Test
  void itDependsOnWhatDependsOnSays() {
    Contexts.with(ThroughABean.class)
        .run(context -> assertEquals(List.of("inbox"), Contexts.dependencies(context, "mails")));
  }

  static class Circle {
    @Bean
    BackgroundService first(@Qualifier("second") ObjectProvider<BackgroundService> second) {
      return context -> {
        second.getObject();
        context.awaitStop();
      };
    }

    @Bean
    BackgroundService second(@Qualifier("first") BackgroundService first) {
      return untilStopped();
    }

    @Bean
    Third third(@Lazy @Qualifier("fourth") BackgroundService fourth) {
      return new Third(fourth);
    }

    @Bean
    BackgroundService fourth(Third third) {
      return untilStopped();
    }

    /** From the look-up on Spring has both as dependents of each other. */
    @Bean
    String lookedUp(Third third, @Qualifier("fourth") BackgroundService fourth) {
      return third.fourth() + " is " + fourth;
    }
  }

  record Third(BackgroundService fourth) implements BackgroundService {
    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      context.awaitStop();
    }
  }

  @Test
  void whatItLooksUpLaterIsNoDependency() {
    Contexts.with(Circle.class)
        .run(context -> {
          assertEquals(List.of(), Contexts.dependencies(context, "first"));
          assertEquals(List.of("first"), Contexts.dependencies(context, "second"));
          assertEquals(List.of(), Contexts.dependencies(context, "third"));
          assertEquals(List.of("third"), Contexts.dependencies(context, "fourth"));
        });
  }

  // ---- order and scope

  static class InOrder {
    @Bean
    BackgroundService last() {
      return untilStopped();
    }

    @Bean
    @Order(2)
    BackgroundService second() {
      return untilStopped();
    }

    @Bean
    @Order(1)
    BackgroundService first() {
      return untilStopped();
    }
  }

  @Test
  void theyAreInTheOrderOfTheirAnnotations() {
    Contexts.with(InOrder.class)
        .run(context -> assertEquals(List.of("first", "second", "last"), Contexts.names(context)));
  }

  static class Prototype {
    @Bean
    @Scope("prototype")
    BackgroundService inbox() {
      return untilStopped();
    }
  }

  @Test
  void aPrototypeIsRefusedWithTheReason() {
    Contexts.with(Prototype.class)
        .run(context -> {
          FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());
          assertEquals(
              "The bean 'inbox' is a service, and its scope is 'prototype': the host has one"
                  + " service for a name, and starts and stops it, so there must be one bean.",
              analysis.getDescription());
          assertEquals(
              "Make it a singleton. If it is to be made anew for each start, add it by a"
                  + " HostCustomizer bean instead: host.add(\"inbox\", () -> new …).",
              analysis.getAction());
        });
  }
}
